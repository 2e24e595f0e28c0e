"""Working time: days and hours that count, terms that end, pauses that put off; proven for any times."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import CalendarExhausted
from domain.worktime.terms import Term, Unit
from domain.worktime.utc_offsets import UtcOffset
from domain.worktime.working_calendar import Calendar, Interval, intern

SIX, FIVE = timezone(timedelta(hours=6)), timezone(timedelta(hours=5))
ZERO, HOUR, DAY = timedelta(), timedelta(hours=1), timedelta(days=1)

OFFICE = Calendar(
    version="office-1",
    timezone="Asia/Almaty",
    offsets=(
        UtcOffset(datetime(2022, 12, 31, 18, tzinfo=UTC), 360),
        UtcOffset(datetime(2024, 2, 29, 18, tzinfo=UTC), 300),
    ),
    opening_time=time(9),
    closing_time=time(18, 30),
    days_off=(date(2024, 3, 8), date(2024, 3, 21), date(2024, 3, 22), date(2024, 3, 25), date(2024, 5, 8)),
    extra_working_days=(date(2024, 5, 4),),
    estimated_days_off=(),
    first_day=date(2023, 1, 1),
    last_day=date(2026, 12, 31),
)
ROUND_THE_CLOCK = replace(
    OFFICE, version="always-1", opening_time=time.min, closing_time=time.max, always_open=True
)

CALENDARS = st.sampled_from([OFFICE, ROUND_THE_CLOCK])
INSTANTS = st.datetimes(datetime(2024, 1, 1), datetime(2024, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
AMOUNTS = st.timedeltas(ZERO, timedelta(days=20))
TERMS = st.builds(Term, st.integers(0, 20), st.sampled_from(Unit))
PAUSES = st.lists(
    st.builds(lambda start, length: Interval(start, start + length), INSTANTS, st.timedeltas(ZERO, 30 * DAY)),
    max_size=4,
)


def almaty(month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    """Return an instant of 2024 by the clock on the wall in Almaty, after its change of 1 March."""
    return datetime(2024, month, day, hour, minute, second, tzinfo=FIVE)


class TestDays:
    def test_monday_to_friday_are_worked(self) -> None:
        week = [OFFICE.is_working_day(date(2024, 6, 3) + n * DAY) for n in range(7)]
        assert week == [True] * 5 + [False] * 2

    def test_a_holiday_is_off_and_a_moved_saturday_is_worked(self) -> None:
        assert not OFFICE.is_working_day(date(2024, 5, 8))
        assert OFFICE.is_working_day(date(2024, 5, 4))

    def test_round_the_clock_every_day_is_worked(self) -> None:
        assert ROUND_THE_CLOCK.is_working_day(date(2024, 5, 5))

    @pytest.mark.parametrize("day", [date(2022, 12, 31), date(2027, 1, 1), date(2100, 1, 1)])
    def test_a_day_beyond_is_refused(self, day: date) -> None:
        with pytest.raises(CalendarExhausted):
            OFFICE.is_working_day(day)


class TestRegistration:
    @pytest.mark.law("АППК 64(3)")
    @pytest.mark.parametrize(
        ("received", "registered"),
        [
            (almaty(6, 3, 8), almaty(6, 3, 8)),
            (almaty(6, 3, 0), almaty(6, 3, 0)),
            (almaty(6, 3, 18, 29, 59), almaty(6, 3, 18, 29, 59)),
            (almaty(6, 3, 18, 30), almaty(6, 4, 9)),
            (almaty(6, 7, 19), almaty(6, 10, 9)),
            (almaty(6, 8, 12), almaty(6, 10, 9)),
            (almaty(5, 4, 12), almaty(5, 4, 12)),
            (almaty(3, 20, 18, 30), almaty(3, 26, 9)),
        ],
    )
    def test_late_or_on_a_day_off_means_the_next_opening(
        self, received: datetime, registered: datetime
    ) -> None:
        assert OFFICE.registered_at(received) == registered

    @given(INSTANTS)
    def test_round_the_clock_it_is_at_once(self, received: datetime) -> None:
        assert ROUND_THE_CLOCK.registered_at(received) == received

    @given(CALENDARS, INSTANTS)
    def test_registering_twice_is_registering_once(self, calendar: Calendar, received: datetime) -> None:
        registered = calendar.registered_at(received)
        assert registered >= received
        assert calendar.registered_at(registered) == registered


class TestOpening:
    @pytest.mark.parametrize(
        ("at", "opening"),
        [
            (almaty(6, 3, 8, 59, 59), almaty(6, 3, 9)),
            (almaty(6, 3, 9), almaty(6, 3, 9)),
            (almaty(6, 3, 12), almaty(6, 3, 12)),
            (almaty(6, 3, 18, 30), almaty(6, 4, 9)),
            (almaty(6, 8, 12), almaty(6, 10, 9)),
        ],
    )
    def test_it_is_now_or_at_the_next_opening(self, at: datetime, opening: datetime) -> None:
        assert OFFICE.at_or_next_opening(at) == opening

    @given(CALENDARS, INSTANTS)
    def test_no_open_time_passes_until_then(self, calendar: Calendar, at: datetime) -> None:
        opening = calendar.at_or_next_opening(at)
        assert opening >= at
        assert calendar.working_time_between(at, opening) == ZERO
        assert calendar.working_time_between(opening, opening + timedelta(microseconds=1)) > ZERO


class TestWorkedTime:
    def test_nights_and_days_off_do_not_count(self) -> None:
        assert OFFICE.working_time_between(almaty(6, 7, 17), almaty(6, 10, 10)) == timedelta(
            hours=2, minutes=30
        )

    def test_the_day_the_clocks_went_back_is_a_day_like_others(self) -> None:
        before, after = datetime(2024, 2, 29, 9, tzinfo=SIX), almaty(3, 1, 18, 30)
        assert OFFICE.working_time_between(before, after) == timedelta(hours=19)
        assert ROUND_THE_CLOCK.working_time_between(before, after) == timedelta(hours=34, minutes=30)

    def test_before_the_first_opening_nothing_has_been_worked(self) -> None:
        begins, _ = OFFICE.known_period()
        assert OFFICE.working_time_between(begins, begins + HOUR) == ZERO

    def test_the_earliest_offset_also_holds_before_its_time(self) -> None:
        since_march = replace(OFFICE, offsets=OFFICE.offsets[1:])
        morning = datetime(2023, 6, 5, 9, tzinfo=FIVE)
        assert since_march.working_time_between(morning - HOUR, morning + HOUR) == HOUR

    @given(CALENDARS, INSTANTS, INSTANTS, INSTANTS)
    def test_parts_add_up(self, calendar: Calendar, one: datetime, two: datetime, three: datetime) -> None:
        start, middle, end = sorted([one, two, three])
        parts = calendar.working_time_between(start, middle) + calendar.working_time_between(middle, end)
        assert parts == calendar.working_time_between(start, end)

    @given(CALENDARS, INSTANTS, INSTANTS)
    def test_it_is_at_most_the_time_that_passed_and_never_negative(
        self, calendar: Calendar, start: datetime, end: datetime
    ) -> None:
        assert ZERO <= calendar.working_time_between(start, end) <= max(ZERO, end - start)


class TestAdvancing:
    def test_a_full_day_ends_at_closing_and_not_next_morning(self) -> None:
        assert OFFICE.add_working_time(almaty(6, 3, 9), timedelta(hours=9.5)) == almaty(6, 3, 18, 30)

    def test_it_jumps_over_days_off(self) -> None:
        assert OFFICE.add_working_time(almaty(3, 20, 18), HOUR) == almaty(3, 26, 9, 30)

    def test_no_time_passes_at_once(self) -> None:
        asleep = Interval(almaty(6, 1), almaty(6, 30))
        assert OFFICE.add_working_time(almaty(6, 8), ZERO, [asleep]) == almaty(6, 8)

    def test_a_pause_puts_off_by_the_open_time_it_covers(self) -> None:
        pause = Interval(almaty(6, 3, 18), almaty(6, 4, 10))
        assert OFFICE.add_working_time(almaty(6, 3, 17), 2 * HOUR, [pause]) == almaty(6, 4, 11)

    def test_pauses_that_overlap_count_once(self) -> None:
        pauses = [
            Interval(almaty(6, 3, 10), almaty(6, 3, 12)),
            Interval(almaty(6, 3, 11), almaty(6, 3, 13)),
            Interval(almaty(6, 3, 10, 30), almaty(6, 3, 11, 30)),
        ]
        assert OFFICE.add_working_time(almaty(6, 3, 9), 2 * HOUR, pauses) == almaty(6, 3, 14)

    def test_time_does_not_run_backwards(self) -> None:
        with pytest.raises(ValueError, match="cannot be advanced"):
            OFFICE.add_working_time(almaty(6, 3), -HOUR)

    @given(CALENDARS, INSTANTS, AMOUNTS)
    def test_what_was_advanced_has_been_worked(
        self, calendar: Calendar, start: datetime, amount: timedelta
    ) -> None:
        assert calendar.working_time_between(start, calendar.add_working_time(start, amount)) == amount

    @given(CALENDARS, INSTANTS, AMOUNTS, PAUSES)
    def test_what_was_not_paused_adds_up_to_the_amount(
        self, calendar: Calendar, start: datetime, amount: timedelta, pauses: list[Interval]
    ) -> None:
        due = calendar.add_working_time(start, amount, pauses)
        paused = sum(
            (calendar.working_time_between(each.start, each.end) for each in cut(pauses, start, due)), ZERO
        )
        assert calendar.working_time_between(start, due) - paused == amount

    @given(CALENDARS, INSTANTS, AMOUNTS, AMOUNTS, PAUSES)
    def test_more_time_never_ends_sooner(
        self, calendar: Calendar, start: datetime, one: timedelta, two: timedelta, pauses: list[Interval]
    ) -> None:
        less, more = sorted([one, two])
        assert (
            start
            <= calendar.add_working_time(start, less, pauses)
            <= calendar.add_working_time(start, more, pauses)
        )

    @given(CALENDARS, INSTANTS, AMOUNTS, PAUSES, PAUSES)
    def test_another_pause_never_makes_it_earlier(
        self,
        calendar: Calendar,
        start: datetime,
        amount: timedelta,
        pauses: list[Interval],
        others: list[Interval],
    ) -> None:
        assert calendar.add_working_time(start, amount, pauses) <= calendar.add_working_time(
            start, amount, [*pauses, *others]
        )

    @given(CALENDARS, INSTANTS, AMOUNTS, PAUSES)
    def test_the_same_pauses_twice_and_in_any_order_are_the_same_pauses(
        self, calendar: Calendar, start: datetime, amount: timedelta, pauses: list[Interval]
    ) -> None:
        twice = [*reversed(pauses), *pauses]
        assert calendar.add_working_time(start, amount, twice) == calendar.add_working_time(
            start, amount, pauses
        )


class TestTerms:
    @pytest.mark.law("АППК 76(2)")
    @pytest.mark.parametrize(
        ("start", "term", "due"),
        [
            (almaty(6, 3, 10), "1wd", almaty(6, 4, 18, 30)),
            (almaty(6, 3, 10), "15wd", almaty(6, 24, 18, 30)),
            (almaty(6, 8, 10), "1wd", almaty(6, 10, 18, 30)),
            (almaty(3, 20, 10), "3wd", almaty(3, 28, 18, 30)),
            (almaty(6, 3, 10), "4wh", almaty(6, 3, 14)),
            (almaty(6, 3, 18), "45wm", almaty(6, 4, 9, 15)),
            (almaty(6, 3, 10), "20s", almaty(6, 3, 10, 0, 20)),
            (almaty(6, 3, 10), "5cd", almaty(6, 10, 18, 30)),
            (almaty(6, 3, 10), "4cd", almaty(6, 7, 18, 30)),
            (almaty(6, 3, 10), "2mo", almaty(8, 5, 18, 30)),
            (almaty(8, 31, 10), "1mo", almaty(9, 30, 18, 30)),
            (almaty(6, 8, 10), "0wd", almaty(6, 8, 10)),
        ],
    )
    def test_at_the_office(self, start: datetime, term: str, due: datetime) -> None:
        assert OFFICE.add_term(start, Term.parse(term)) == due

    @pytest.mark.parametrize(
        ("start", "term", "due"),
        [
            (almaty(6, 8, 10), "2wd", almaty(6, 10, 10)),
            (almaty(6, 8, 10), "2cd", almaty(6, 10, 10)),
            (almaty(6, 8, 10), "3wh", almaty(6, 8, 13)),
            (almaty(6, 8, 10), "20s", almaty(6, 8, 10, 0, 20)),
            (almaty(8, 31, 10), "1mo", almaty(9, 30, 10)),
            (datetime(2024, 2, 15, 10, tzinfo=SIX), "1mo", almaty(3, 15, 10)),
        ],
    )
    def test_round_the_clock(self, start: datetime, term: str, due: datetime) -> None:
        assert ROUND_THE_CLOCK.add_term(start, Term.parse(term)) == due

    def test_across_the_change_of_offset_closing_is_still_half_past_six(self) -> None:
        start = datetime(2024, 2, 28, 10, tzinfo=SIX)
        assert OFFICE.add_term(start, Term.parse("1wd")) == datetime(2024, 2, 29, 18, 30, tzinfo=SIX)
        assert OFFICE.add_term(start, Term.parse("2wd")) == almaty(3, 1, 18, 30)

    def test_the_day_of_the_start_is_the_day_on_the_wall(self) -> None:
        just_before_midnight = datetime(2024, 6, 3, 18, 59, tzinfo=UTC)
        assert OFFICE.add_term(just_before_midnight, Term.parse("1wd")) == almaty(6, 4, 18, 30)
        assert OFFICE.add_term(just_before_midnight + HOUR, Term.parse("1wd")) == almaty(6, 5, 18, 30)

    def test_the_hour_that_came_twice_belongs_to_the_day_before(self) -> None:
        second_time_half_past_eleven = datetime(2024, 2, 29, 18, 30, tzinfo=UTC)
        assert OFFICE.add_term(second_time_half_past_eleven, Term.parse("1wd")) == almaty(3, 1, 18, 30)

    @given(CALENDARS, INSTANTS, TERMS)
    def test_nothing_is_due_before_it_starts(self, calendar: Calendar, start: datetime, term: Term) -> None:
        assert calendar.add_term(start, term) >= start

    @given(CALENDARS, INSTANTS, TERMS)
    def test_a_longer_term_never_ends_sooner(self, calendar: Calendar, start: datetime, term: Term) -> None:
        longer = replace(term, amount=term.amount + 1)
        assert calendar.add_term(start, longer) >= calendar.add_term(start, term)

    @given(CALENDARS, INSTANTS, INSTANTS, TERMS)
    def test_what_starts_later_never_ends_sooner(
        self, calendar: Calendar, one: datetime, two: datetime, term: Term
    ) -> None:
        assert calendar.add_term(min(one, two), term) <= calendar.add_term(max(one, two), term)

    @pytest.mark.law("АППК 76(5)")
    @given(
        INSTANTS, st.integers(1, 20), st.sampled_from([Unit.WORKING_DAYS, Unit.CALENDAR_DAYS, Unit.MONTHS])
    )
    def test_terms_in_days_end_at_the_closing_of_a_working_day(
        self, start: datetime, amount: int, unit: Unit
    ) -> None:
        due = OFFICE.add_term(start, Term(amount, unit))
        on_the_wall = due.astimezone(FIVE if due >= almaty(3, 1) else SIX)
        assert OFFICE.is_working_day(on_the_wall.date())
        assert on_the_wall.time() == OFFICE.closing_time


class TestLimits:
    @pytest.mark.parametrize(
        "at",
        [
            datetime(2022, 12, 31, 17, 59, tzinfo=UTC),
            datetime(2100, 1, 1, tzinfo=UTC),
            datetime.max.replace(tzinfo=SIX),
        ],
    )
    def test_an_instant_beyond_the_known_days_is_refused(self, at: datetime) -> None:
        with pytest.raises(CalendarExhausted) as refused:
            OFFICE.registered_at(at)
        assert refused.value.details == {
            "calendar": "office-1",
            "first_day": "2023-01-01",
            "last_day": "2026-12-31",
        }

    @pytest.mark.parametrize("calendar", [OFFICE, ROUND_THE_CLOCK])
    @pytest.mark.parametrize("unit", Unit)
    @pytest.mark.parametrize("amount", [2000, 89_999, 999_999, 10**15])
    def test_a_term_that_ends_beyond_is_refused(self, calendar: Calendar, unit: Unit, amount: int) -> None:
        with pytest.raises(CalendarExhausted):
            calendar.add_term(datetime(2026, 12, 31, 18, 29, 59, tzinfo=UTC), Term(amount, unit))

    def test_beyond_the_last_closing_there_is_no_opening(self) -> None:
        with pytest.raises(CalendarExhausted):
            OFFICE.at_or_next_opening(datetime(2026, 12, 31, 18, 30, tzinfo=FIVE))

    def test_a_calendar_without_working_days_answers_nothing(self) -> None:
        weekend = replace(OFFICE, version="empty", first_day=date(2024, 6, 1), last_day=date(2024, 6, 2))
        for ask in (
            weekend.registered_at,
            weekend.at_or_next_opening,
            lambda at: weekend.add_working_time(at, HOUR),
        ):
            with pytest.raises(CalendarExhausted):
                ask(almaty(6, 1, 12))

    def test_an_instant_without_an_offset_is_a_mistake_of_ours(self) -> None:
        with pytest.raises(ValueError, match="no offset"):
            OFFICE.at_or_next_opening(datetime(2024, 6, 3))  # noqa: DTZ001 - that is the mistake

    @given(CALENDARS, INSTANTS, TERMS)
    def test_answers_are_in_utc(self, calendar: Calendar, at: datetime, term: Term) -> None:
        local = at.astimezone(SIX)
        for answer in (
            calendar.registered_at(local),
            calendar.at_or_next_opening(local),
            calendar.add_term(local, term),
        ):
            assert answer.tzinfo is UTC


def test_equal_calendars_become_one_object() -> None:
    again = replace(OFFICE)
    assert again == OFFICE
    assert again is not OFFICE
    assert intern(again) is intern(OFFICE)


def test_calendars_with_other_days_differ_despite_same_version() -> None:
    changed = replace(OFFICE, days_off=())
    assert intern(changed) != intern(OFFICE)
    assert changed.is_working_day(date(2024, 5, 8))
    assert changed.working_time_between(almaty(5, 8), almaty(5, 9)) == timedelta(hours=9.5)


def cut(pauses: Sequence[Interval], start: datetime, end: datetime) -> list[Interval]:
    """Return the time of *pauses* between *start* and *end*, each moment once."""
    edges = sorted({start, end, *(edge for each in pauses for edge in (each.start, each.end))})
    pieces = [Interval(one, two) for one, two in pairwise(edges)]
    return [
        piece
        for piece in pieces
        if start <= piece.start
        and piece.end <= end
        and any(pause.start <= piece.start and piece.end <= pause.end for pause in pauses)
    ]


@given(INSTANTS, TERMS)
def test_calendar_cut_to_coming_years_has_same_results(start: datetime, term: Term) -> None:
    """An appeal carries only the part of its calendar that it can still need."""
    cut = OFFICE.slice_for(start.year)
    assert cut.first_day == date(start.year, 1, 1)
    if term.amount < 20:
        assert cut.add_term(start, term) == OFFICE.add_term(start, term)
