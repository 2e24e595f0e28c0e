"""Terms of the applicant end at 24:00 of their last day; closing time binds the office alone."""

from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.law.applicable_law import applicant_term_end, term_end
from domain.law.rule_ids import TERMS_OF_APPLICANT, RuleId
from domain.state.clock import CLOCKS_OF_APPLICANT, Clock, ClockKind, ClockReading
from domain.worktime.terms import Term, Unit
from tests.support.domain.builders import (
    ALMATY,
    OFFICE_CALENDAR,
    ROUND_THE_CLOCK_CALENDAR,
    almaty,
    end_of_day,
    parse_term,
    schedule,
)
from tests.support.domain.statutory_plans import law_for

DAYS = st.builds("{}{}".format, st.integers(1, 30), st.sampled_from(["wd", "cd"])).map(parse_term)
MOMENTS = st.datetimes(datetime(2026, 1, 3), datetime(2027, 12, 30)).map(  # noqa: DTZ001 - Almaty's wall
    lambda at: at.replace(tzinfo=ALMATY)
)
LAST_INSTANT = time(23, 59, 59, 999999)


@pytest.mark.law("АППК 73(3)")
@pytest.mark.law("АППК 92(1)")
@given(at=MOMENTS, term=DAYS)
def test_term_of_the_applicant_ended_at_closing(at: datetime, term: Term) -> None:
    end = applicant_term_end(term, at, OFFICE_CALENDAR)
    closing = term_end(term, at, OFFICE_CALENDAR)
    local = end.astimezone(ALMATY)
    assert (local.date(), local.time()) == (closing.astimezone(ALMATY).date(), LAST_INSTANT)
    assert OFFICE_CALENDAR.is_working_day(local.date())


@given(at=MOMENTS)
def test_every_rule_of_the_applicant_ends_with_its_day(at: datetime) -> None:
    for kind in ("application", "complaint"):
        law = law_for(kind)
        own = [rule for rule in law.rules if rule.rule_id in TERMS_OF_APPLICANT and rule.term is not None]
        assert len(own) > 4
        for rule in own:
            assert rule.ends_at(at, OFFICE_CALENDAR).astimezone(ALMATY).time() == LAST_INSTANT
        office = law.rule(RuleId.REDIRECT)
        assert office.ends_at(at, OFFICE_CALENDAR).astimezone(ALMATY).time() == time(18, 30)


@pytest.mark.parametrize("kind", ClockKind)
def test_only_the_clocks_of_the_applicant_end_with_the_day(kind: ClockKind) -> None:
    clock = Clock(kind, almaty(3, 16, 10), parse_term("2wd"))
    due = ClockReading(clock, schedule("2wd"), OFFICE_CALENDAR).due
    assert due == (end_of_day(3, 18) if kind in CLOCKS_OF_APPLICANT else almaty(3, 18, 18, 30))


def test_term_of_hours_ends_with_its_hour() -> None:
    term = parse_term("4wh")
    assert term.unit is Unit.WORKING_HOURS
    assert applicant_term_end(term, almaty(3, 16, 10), OFFICE_CALENDAR) == almaty(3, 16, 14)


def test_round_the_clock_it_ends_with_the_day_too() -> None:
    end = applicant_term_end(parse_term("1wd"), almaty(3, 16, 10), ROUND_THE_CLOCK_CALENDAR)
    assert end == end_of_day(3, 17)
    assert end + timedelta.resolution == almaty(3, 18, 0)
