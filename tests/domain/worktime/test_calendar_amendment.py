"""A change of the calendar: what becomes of a day, and what is refused."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import (
    AlreadyDayOff,
    AlreadyWorkingDay,
    CalendarExhausted,
    CalendarHasNoClosing,
    DayNotEstimated,
    DayOffNationwide,
    NoWorkingDay,
    Refusal,
    UnknownRegion,
)
from domain.worktime.calendar_amendment import DayAmendment, DayAmendmentKind, amend, next_version
from domain.worktime.terms import Term
from domain.worktime.working_calendar import Calendar, RegionalDayOff
from tests.support.domain.builders import (
    DAY,
    MONDAY,
    OFFICE_CALENDAR,
    ROUND_THE_CLOCK_CALENDAR,
    almaty,
    parse_term,
)

REGIONS = ("61", "71")
AIT, SATURDAY, WEDNESDAY = date(2026, 5, 27), date(2026, 4, 4), date(2026, 4, 8)
EXPECTED = replace(
    OFFICE_CALENDAR,
    version="kz-2026.1",
    days_off=tuple(sorted((*OFFICE_CALENDAR.days_off, AIT))),
    estimated_days_off=(AIT,),
)
NOW = almaty(4, 1)


def change(*days: tuple[date, str] | tuple[date, str, str], base: Calendar = EXPECTED) -> Calendar:
    """Return *base* with each day turned, by the words of the API."""
    changes = [DayAmendment(day, DayAmendmentKind(turn), "", *region) for day, turn, *region in days]
    return amend(base, tuple(changes), REGIONS, NOW)


def test_a_working_day_is_made_off_and_a_day_off_is_worked_for_it() -> None:
    """As when a Wednesday is given a rest and a Saturday is worked for it."""
    after = change((WEDNESDAY, "day_off"), (SATURDAY, "working_day"))
    assert not after.is_working_day(WEDNESDAY)
    assert after.is_working_day(SATURDAY)
    assert EXPECTED.is_working_day(WEDNESDAY)


def test_a_change_is_taken_back_by_another() -> None:
    there = change((WEDNESDAY, "day_off"), (SATURDAY, "working_day"))
    back = change((WEDNESDAY, "working_day"), (SATURDAY, "day_off"), base=there)
    assert (back.days_off, back.extra_working_days) == (EXPECTED.days_off, EXPECTED.extra_working_days)


def test_an_estimated_day_becomes_certain_and_nothing_moves() -> None:
    after = change((AIT, "confirmed"))
    assert after.estimated_days_off == ()
    assert list(after.open_spans()) == list(EXPECTED.open_spans())


def test_an_estimated_day_turns_out_to_be_the_next_one() -> None:
    after = change((AIT, "working_day"), (AIT + DAY, "day_off"))
    assert after.estimated_days_off == ()
    assert after.is_working_day(AIT)
    assert not after.is_working_day(AIT + DAY)


def test_due_time_past_estimated_day_is_estimate_until_confirmed() -> None:
    start, due = almaty(5, 25), almaty(5, 28)
    assert EXPECTED.has_estimated_day_between(start, due)
    assert EXPECTED.has_estimated_day_between(almaty(5, 27), almaty(5, 27, 18))
    assert not EXPECTED.has_estimated_day_between(start, almaty(5, 26, 23, 59))
    assert not EXPECTED.has_estimated_day_between(almaty(5, 28, 0), due)
    assert not change((AIT, "confirmed")).has_estimated_day_between(start, due)


class TestRegions:
    def test_a_day_is_off_in_one_region_alone(self) -> None:
        after = change((WEDNESDAY, "day_off", "61"))
        assert not after.slice_for(2026, "61").is_working_day(WEDNESDAY)
        assert after.slice_for(2026, "71").is_working_day(WEDNESDAY)
        assert after.slice_for(2026).is_working_day(WEDNESDAY)

    def test_appeal_calendar_version_names_its_region(self) -> None:
        after = change((WEDNESDAY, "day_off", "61"))
        assert after.slice_for(2026, "61").version == "kz-2026.1.1+61"
        assert after.slice_for(2026, "71").version == "kz-2026.1.1"
        assert after.slice_for(2027, "61").version == "kz-2026.1.1"
        assert after.slice_for(2026, "61").regional_days_off == ()

    def test_a_worked_saturday_is_off_in_one_region(self) -> None:
        after = change((SATURDAY, "working_day"), (SATURDAY, "day_off", "61"))
        assert not after.slice_for(2026, "61").is_working_day(SATURDAY)
        assert after.slice_for(2026, "71").is_working_day(SATURDAY)

    def test_it_is_taken_back_for_that_region(self) -> None:
        there = change((WEDNESDAY, "day_off", "61"), (WEDNESDAY, "day_off", "71"))
        back = change((WEDNESDAY, "working_day", "61"), base=there)
        assert back.regional_days_off == (RegionalDayOff("71", WEDNESDAY),)

    def test_a_day_that_becomes_off_everywhere_is_no_longer_a_regions_own(self) -> None:
        there = change((WEDNESDAY, "day_off", "61"))
        assert change((WEDNESDAY, "day_off"), base=there).regional_days_off == ()


@pytest.mark.parametrize(
    ("day", "turn", "refusal"),
    [
        (date(2026, 3, 23), "day_off", AlreadyDayOff),  # Nauryz
        (SATURDAY, "day_off", AlreadyDayOff),  # a weekend
        (WEDNESDAY, "working_day", AlreadyWorkingDay),
        (WEDNESDAY, "confirmed", DayNotEstimated),
        (date(2025, 12, 31), "day_off", CalendarExhausted),
        (date(2100, 1, 4), "day_off", CalendarExhausted),
    ],
)
def test_what_cannot_be_is_refused(day: date, turn: str, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal) as refused:
        change((day, turn))
    assert str(day) in refused.value.details.values() or "calendar" in refused.value.details


def test_a_region_that_is_not_there_is_refused() -> None:
    with pytest.raises(UnknownRegion, match="region=99"):
        change((WEDNESDAY, "day_off", "99"))


def test_region_cannot_be_listed_twice() -> None:
    with pytest.raises(AlreadyDayOff):
        change((WEDNESDAY, "day_off", "61"), (WEDNESDAY, "day_off", "61"))


def test_a_day_that_is_off_everywhere_is_not_worked_in_one_region() -> None:
    with pytest.raises(DayOffNationwide, match="region=61"):
        change((date(2026, 3, 23), "working_day", "61"))


def test_an_estimate_is_the_whole_countrys() -> None:
    with pytest.raises(DayNotEstimated):
        change((AIT, "confirmed", "61"))


def test_a_year_without_a_working_day_is_refused() -> None:
    days = [date(2026, 1, 1) + n * DAY for n in range(365)]
    worked = [day for day in days if EXPECTED.is_working_day(day)]
    with pytest.raises(NoWorkingDay, match="year=2026"):
        change(*((day, "day_off") for day in worked))
    with pytest.raises(NoWorkingDay, match="year=2026"):
        change(*((day, "day_off", "61") for day in worked))
    assert change(*((day, "day_off") for day in worked[:-1])).is_working_day(worked[-1])


def test_calendar_in_which_no_term_can_end_is_refused() -> None:
    year = tuple(DayAmendment(date(2026, 1, 1) + n * DAY, DayAmendmentKind.DAY_OFF) for n in range(365))
    worked = tuple(each for each in year if EXPECTED.is_working_day(each.day))
    for days, refusal in (
        (worked, NoWorkingDay),
        ((DayAmendment(date(2100, 1, 4), DayAmendmentKind.DAY_OFF),), CalendarExhausted),
    ):
        with pytest.raises(refusal) as refused:
            amend(EXPECTED, days, REGIONS, NOW, "article 85")
        assert refused.value.details["article"] == "article 85"


def test_offices_that_never_close_have_no_day_to_move() -> None:
    with pytest.raises(CalendarHasNoClosing):
        change((WEDNESDAY, "day_off"), base=ROUND_THE_CLOCK_CALENDAR)


class TestVersions:
    def test_each_change_is_a_version_of_its_own(self) -> None:
        first = change((WEDNESDAY, "day_off"))
        second = change((WEDNESDAY, "working_day"), base=first)
        assert (first.version, second.version) == ("kz-2026.1.1", "kz-2026.1.2")
        assert next_version("kz-2026.1.9", changed=True) == "kz-2026.1.10"

    def test_changes_of_one_moment_keep_their_order(self) -> None:
        first = change((WEDNESDAY, "day_off"))
        second = change((SATURDAY, "working_day"), base=first)
        assert EXPECTED.amended_at is None
        assert first.amended_at == NOW
        assert second.amended_at is not None
        assert second.amended_at > NOW


days = st.integers(0, 364).map(lambda n: date(2026, 1, 1) + n * DAY)
whole_terms = st.builds(
    lambda n, unit: Term.parse(f"{n}{unit}"), st.integers(1, 30), st.sampled_from(["wd", "wh", "cd"])
)
starts = st.integers(0, 200 * 24).map(lambda hours: MONDAY - timedelta(days=60) + timedelta(hours=hours))


def made_off(some: Sequence[date]) -> Calendar:
    """Return a calendar in which those of *some* that are worked are made off."""
    return change(*((day, "day_off") for day in sorted(set(some)) if EXPECTED.is_working_day(day)))


@given(st.lists(days, max_size=8), whole_terms, starts)
def test_days_off_never_make_a_term_end_earlier(some: list[date], long: Term, start: datetime) -> None:
    assert made_off(some).add_term(start, long) >= EXPECTED.add_term(start, long)


@given(st.lists(days, max_size=8), st.sampled_from(["", "61", "71"]))
def test_what_a_region_carries_is_the_country_with_its_own_days_off(some: list[date], region: str) -> None:
    worked = [day for day in sorted(set(some)) if EXPECTED.is_working_day(day)]
    after = change(*((day, "day_off", "61") for day in worked)).slice_for(2026, region)
    for day in worked:
        assert after.is_working_day(day) is (region != "61")
    assert after.last_day.year == EXPECTED.last_day.year + 30


def test_a_term_of_the_law_moves_with_the_day() -> None:
    start = almaty(4, 1, 12)
    assert EXPECTED.add_term(start, parse_term("15wd")) == almaty(4, 22, 18, 30)
    assert change((WEDNESDAY, "day_off")).add_term(start, parse_term("15wd")) == almaty(4, 23, 18, 30)
    assert change((SATURDAY, "working_day")).add_term(start, parse_term("15wd")) == almaty(4, 21, 18, 30)
