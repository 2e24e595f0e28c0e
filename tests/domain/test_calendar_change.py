"""A change of the calendar: what becomes of a day, and what is refused."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import (
    CalendarExhausted,
    CalendarNeverCloses,
    DayNotEstimated,
    DayNotRegional,
    DayOffAlready,
    DayWorkedAlready,
    NoWorkingDay,
    Refusal,
    UnknownRegion,
)
from domain.worktime.calendar_amendment import DayChange, Turn, amended, following
from domain.worktime.terms import Term
from domain.worktime.working_calendar import Calendar, RegionalDay
from tests.domain.builders import DAY, MONDAY, OFFICE, ROUND_THE_CLOCK, almaty, term

REGIONS = ("61", "71")
AIT, SATURDAY, WEDNESDAY = date(2026, 5, 27), date(2026, 4, 4), date(2026, 4, 8)
EXPECTED = replace(
    OFFICE, version="kz-2026.1", days_off=tuple(sorted((*OFFICE.days_off, AIT))), estimated=(AIT,)
)
NOW = almaty(4, 1)


def change(*days: tuple[date, str] | tuple[date, str, str], base: Calendar = EXPECTED) -> Calendar:
    """Return *base* with each day turned, by the words of the API."""
    changes = [DayChange(day, Turn(turn), "", *region) for day, turn, *region in days]
    return amended(base, tuple(changes), REGIONS, NOW)


def test_a_working_day_is_made_off_and_a_day_off_is_worked_for_it() -> None:
    """As when a Wednesday is given a rest and a Saturday is worked for it."""
    after = change((WEDNESDAY, "off"), (SATURDAY, "on"))
    assert not after.is_working_day(WEDNESDAY)
    assert after.is_working_day(SATURDAY)
    assert EXPECTED.is_working_day(WEDNESDAY)


def test_a_change_is_taken_back_by_another() -> None:
    there = change((WEDNESDAY, "off"), (SATURDAY, "on"))
    back = change((WEDNESDAY, "on"), (SATURDAY, "off"), base=there)
    assert (back.days_off, back.days_on) == (EXPECTED.days_off, EXPECTED.days_on)


def test_an_estimated_day_becomes_certain_and_nothing_moves() -> None:
    after = change((AIT, "confirm"))
    assert after.estimated == ()
    assert list(after.spans()) == list(EXPECTED.spans())


def test_an_estimated_day_turns_out_to_be_the_next_one() -> None:
    after = change((AIT, "on"), (AIT + DAY, "off"))
    assert after.estimated == ()
    assert after.is_working_day(AIT)
    assert not after.is_working_day(AIT + DAY)


def test_a_due_time_beyond_an_estimated_day_is_a_guess_until_it_is_confirmed() -> None:
    start, due = almaty(5, 25), almaty(5, 28)
    assert EXPECTED.guesses(start, due)
    assert EXPECTED.guesses(almaty(5, 27), almaty(5, 27, 18))
    assert not EXPECTED.guesses(start, almaty(5, 26, 23, 59))
    assert not EXPECTED.guesses(almaty(5, 28, 0), due)
    assert not change((AIT, "confirm")).guesses(start, due)


class TestRegions:
    def test_a_day_is_off_in_one_region_alone(self) -> None:
        after = change((WEDNESDAY, "off", "61"))
        assert not after.since(2026, "61").is_working_day(WEDNESDAY)
        assert after.since(2026, "71").is_working_day(WEDNESDAY)
        assert after.since(2026).is_working_day(WEDNESDAY)

    def test_an_appeal_carries_the_days_of_its_region_under_a_name_that_says_so(self) -> None:
        after = change((WEDNESDAY, "off", "61"))
        assert after.since(2026, "61").version == "kz-2026.1.1+61"
        assert after.since(2026, "71").version == "kz-2026.1.1"
        assert after.since(2027, "61").version == "kz-2026.1.1"
        assert after.since(2026, "61").regional == ()

    def test_a_worked_saturday_is_off_in_one_region(self) -> None:
        after = change((SATURDAY, "on"), (SATURDAY, "off", "61"))
        assert not after.since(2026, "61").is_working_day(SATURDAY)
        assert after.since(2026, "71").is_working_day(SATURDAY)

    def test_it_is_taken_back_for_that_region(self) -> None:
        there = change((WEDNESDAY, "off", "61"), (WEDNESDAY, "off", "71"))
        back = change((WEDNESDAY, "on", "61"), base=there)
        assert back.regional == (RegionalDay("71", WEDNESDAY),)

    def test_a_day_that_becomes_off_everywhere_is_no_longer_a_regions_own(self) -> None:
        there = change((WEDNESDAY, "off", "61"))
        assert change((WEDNESDAY, "off"), base=there).regional == ()


@pytest.mark.parametrize(
    ("day", "turn", "refusal"),
    [
        (date(2026, 3, 23), "off", DayOffAlready),  # Nauryz
        (SATURDAY, "off", DayOffAlready),  # a weekend
        (WEDNESDAY, "on", DayWorkedAlready),
        (WEDNESDAY, "confirm", DayNotEstimated),
        (date(2025, 12, 31), "off", CalendarExhausted),
        (date(2100, 1, 4), "off", CalendarExhausted),
    ],
)
def test_what_cannot_be_is_refused(day: date, turn: str, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal) as refused:
        change((day, turn))
    assert str(day) in refused.value.facts.values() or "calendar" in refused.value.facts


def test_a_region_that_is_not_there_is_refused() -> None:
    with pytest.raises(UnknownRegion, match="region=99"):
        change((WEDNESDAY, "off", "99"))


def test_a_region_cannot_be_told_twice() -> None:
    with pytest.raises(DayOffAlready):
        change((WEDNESDAY, "off", "61"), (WEDNESDAY, "off", "61"))


def test_a_day_that_is_off_everywhere_is_not_worked_in_one_region() -> None:
    with pytest.raises(DayNotRegional, match="region=61"):
        change((date(2026, 3, 23), "on", "61"))


def test_an_estimate_is_the_whole_countrys() -> None:
    with pytest.raises(DayNotEstimated):
        change((AIT, "confirm", "61"))


def test_a_year_without_a_working_day_is_refused() -> None:
    days = [date(2026, 1, 1) + n * DAY for n in range(365)]
    worked = [day for day in days if EXPECTED.is_working_day(day)]
    with pytest.raises(NoWorkingDay, match="year=2026"):
        change(*((day, "off") for day in worked))
    with pytest.raises(NoWorkingDay, match="year=2026"):
        change(*((day, "off", "61") for day in worked))
    assert change(*((day, "off") for day in worked[:-1])).is_working_day(worked[-1])


def test_what_no_term_could_end_in_is_refused_by_the_article_on_moved_days() -> None:
    year = tuple(DayChange(date(2026, 1, 1) + n * DAY, Turn.OFF) for n in range(365))
    worked = tuple(each for each in year if EXPECTED.is_working_day(each.day))
    for days, refusal in (
        (worked, NoWorkingDay),
        ((DayChange(date(2100, 1, 4), Turn.OFF),), CalendarExhausted),
    ):
        with pytest.raises(refusal) as refused:
            amended(EXPECTED, days, REGIONS, NOW, "article 85")
        assert refused.value.facts["article"] == "article 85"


def test_offices_that_never_close_have_no_day_to_move() -> None:
    with pytest.raises(CalendarNeverCloses):
        change((WEDNESDAY, "off"), base=ROUND_THE_CLOCK)


class TestVersions:
    def test_each_change_is_a_version_of_its_own(self) -> None:
        first = change((WEDNESDAY, "off"))
        second = change((WEDNESDAY, "on"), base=first)
        assert (first.version, second.version) == ("kz-2026.1.1", "kz-2026.1.2")
        assert following("kz-2026.1.9", changed=True) == "kz-2026.1.10"

    def test_a_later_change_is_later_even_if_it_was_ordered_in_the_same_moment(self) -> None:
        first = change((WEDNESDAY, "off"))
        second = change((SATURDAY, "on"), base=first)
        assert EXPECTED.amended is None
        assert first.amended == NOW
        assert second.amended is not None
        assert second.amended > NOW


days = st.integers(0, 364).map(lambda n: date(2026, 1, 1) + n * DAY)
whole_terms = st.builds(
    lambda n, unit: Term.parse(f"{n}{unit}"), st.integers(1, 30), st.sampled_from(["wd", "wh", "cd"])
)
starts = st.integers(0, 200 * 24).map(lambda hours: MONDAY - timedelta(days=60) + timedelta(hours=hours))


def made_off(some: Sequence[date]) -> Calendar:
    """Return a calendar in which those of *some* that are worked are made off."""
    return change(*((day, "off") for day in sorted(set(some)) if EXPECTED.is_working_day(day)))


@given(st.lists(days, max_size=8), whole_terms, starts)
def test_days_off_never_make_a_term_end_earlier(some: list[date], long: Term, start: datetime) -> None:
    assert made_off(some).after(start, long) >= EXPECTED.after(start, long)


@given(st.lists(days, max_size=8), st.sampled_from(["", "61", "71"]))
def test_what_a_region_carries_is_the_country_with_its_own_days_off(some: list[date], region: str) -> None:
    worked = [day for day in sorted(set(some)) if EXPECTED.is_working_day(day)]
    after = change(*((day, "off", "61") for day in worked)).since(2026, region)
    for day in worked:
        assert after.is_working_day(day) is (region != "61")
    assert after.last.year == EXPECTED.last.year + 30


def test_a_term_of_the_law_moves_with_the_day() -> None:
    start = almaty(4, 1, 12)
    assert EXPECTED.after(start, term("15wd")) == almaty(4, 22, 18, 30)
    assert change((WEDNESDAY, "off")).after(start, term("15wd")) == almaty(4, 23, 18, 30)
    assert change((SATURDAY, "on")).after(start, term("15wd")) == almaty(4, 21, 18, 30)
