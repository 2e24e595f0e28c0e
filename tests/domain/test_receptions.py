"""Heads receive people at least once a month; what was held counts, and the schedule alone does not."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.country.offices import Office
from domain.country.titles import Titles
from domain.errors import (
    CalendarExhausted,
    Invalid,
    InvalidHours,
    NotInFuture,
    NotYourReception,
    OfficialNotEligible,
    ReceptionCancelled,
    ReceptionEnded,
    ReceptionNotStarted,
    ReceptionsOverlap,
    ReceptionStarted,
    Refusal,
    UnknownBooking,
)
from domain.identity.people import Person, Role
from domain.law.rulebook import Citation, Provenance, Rule, Rulebook
from domain.law.vocabulary import TermStart
from domain.policy.policy import Organisation
from domain.rules.receptions import (
    ReceivingOfficial,
    Reception,
    ReceptionObligation,
    ReceptionState,
    check_bookable,
    check_booking,
    check_hours,
    check_may_record,
    check_may_schedule,
    check_not_started,
    check_receiver,
    check_same_day,
    check_started,
    is_head_or_deputy,
    must_hold_receptions,
    reception_obligation,
    rule_on,
)
from domain.worktime.terms import Term
from tests.support.domain.builders import (
    AGENCY_SUPERVISOR,
    CLERK,
    DAY,
    HOUR,
    INTEGRATOR,
    MINUTE,
    OFFICE_CALENDAR,
    OFFICER,
    OPERATOR,
    REGION_HEAD,
    UNRELATED_SUPERVISOR,
    almaty,
)

ARTICLE = "АППК 90(3)"
MONTHLY = Rule(
    "personal_reception",
    "at least once a month",
    Citation(ARTICLE, Provenance.VERIFIED, "code"),
    Term.parse("1mo"),
    TermStart.LAST_RECEPTION_HELD,
)
TITLES = Titles("Басқарма", "Управление", "Department")
BEGINS = almaty(4, 6, 10)
LED = ReceivingOfficial(AGENCY_SUPERVISOR.id, "housing", almaty(3, 2))


def reception(begins: datetime = BEGINS, hours: float = 2, number: int = 1, **changes: Any) -> Reception:
    plain = Reception(
        UUID(int=number), "housing", AGENCY_SUPERVISOR.id, begins, begins + hours * HOUR, "Кабинет 12"
    )
    return replace(plain, **changes)


def obligation(
    *receptions: Reception, now: datetime = BEGINS, led: ReceivingOfficial = LED
) -> ReceptionObligation:
    return reception_obligation(led, receptions, MONTHLY, OFFICE_CALENDAR, now)


class TestTheMonth:
    @pytest.mark.law("АППК 90(3)")
    @pytest.mark.parametrize("day", [1, 15, 30])
    def test_third_thursday_of_each_month_was_late_after_a_short_one(self, day: int) -> None:
        held = reception(almaty(4, day), held=True)
        assert obligation(held, now=almaty(5, 2)).due == almaty(5, 29, 18, 30)  # 30 and 31 May: a weekend

    @pytest.mark.law("АППК 90(3)")
    def test_last_working_day_of_the_month_is_the_last_day(self) -> None:
        held = reception(almaty(11, 5), held=True)
        assert obligation(held, now=almaty(11, 20)).due == almaty(12, 31, 18, 30)

    @pytest.mark.law("АППК 90(3)")
    def test_reception_of_a_deputy_counted_for_the_head(self) -> None:
        deputys = reception(held=True, receiver=UNRELATED_SUPERVISOR.id)
        assert obligation(deputys) == obligation()

    def test_term_of_another_unit_counts_from_the_last_reception(self) -> None:
        weekly = replace(MONTHLY, term=Term.parse("5wd"))
        held = reception(almaty(4, 6), held=True)
        due = reception_obligation(LED, [held], weekly, OFFICE_CALENDAR, almaty(4, 7)).due
        assert due == almaty(4, 13, 18, 30)

    def test_first_reception_is_owed_in_the_month_after_the_appointment(self) -> None:
        found = obligation()
        assert (found.counted_from, found.last_held_at, found.due) == (
            LED.since,
            None,
            almaty(4, 30, 18, 30),
        )

    def test_missed_reception_does_not_count(self) -> None:
        missed = reception(almaty(4, 1))
        assert obligation(missed).counted_from == LED.since

    def test_what_was_cancelled_does_not_count(self) -> None:
        assert obligation(reception(cancelled=True)).next_planned_at is None
        assert obligation(reception(almaty(3, 20), cancelled=True, held=True)).last_held_at is None

    def test_another_bodys_reception_does_not_count(self) -> None:
        assert obligation(reception(organisation="employment", held=True)) == obligation()


class TestWhatIsMissing:
    @pytest.mark.law("АППК 90(3)")
    def test_body_without_plan_is_warned_before_reception_is_late(self) -> None:
        found = obligation(reception(almaty(3, 10), held=True), now=almaty(3, 11))
        assert found.is_late_or_will_be(almaty(3, 11))
        assert not found.is_late(almaty(3, 11))

    def test_who_plans_it_within_the_month_owes_nothing_more(self) -> None:
        now = almaty(3, 11)
        found = obligation(reception(almaty(3, 10), held=True), reception(number=2), now=now)
        assert found.next_planned_at == BEGINS
        assert not found.is_late_or_will_be(now)

    def test_a_reception_planned_for_too_late_is_missing_now(self) -> None:
        late = reception(almaty(5, 4), number=2)
        assert obligation(reception(almaty(3, 10), held=True), late, now=almaty(3, 11)).is_late_or_will_be(
            almaty(3, 11)
        )

    @pytest.mark.law("АППК 90(3)")
    def test_after_the_last_day_it_is_late_whatever_is_planned(self) -> None:
        now = almaty(4, 30, 18, 31)
        found = obligation(reception(almaty(5, 4)), now=now)
        assert found.is_late(now)
        assert found.is_late_or_will_be(now)

    def test_running_reception_counts_as_planned_until_it_ends(self) -> None:
        assert obligation(reception(), now=BEGINS + HOUR).next_planned_at == BEGINS
        assert obligation(reception(), now=BEGINS + 2 * HOUR).next_planned_at is None


DAYS = st.integers(0, 300).map(lambda day: almaty(1, 5, 10) + day * DAY)
RECEPTIONS = st.lists(st.builds(reception, DAYS, held=st.booleans(), cancelled=st.booleans()), max_size=12)


@pytest.mark.law("АППК 90(3)")
@given(RECEPTIONS, DAYS)
def test_the_next_is_never_owed_before_the_last_and_its_day_is_worked(
    receptions: list[Reception], now: datetime
) -> None:
    found = obligation(*receptions, now=now)
    assert found.counted_from < found.due
    assert OFFICE_CALENDAR.is_working_day(OFFICE_CALENDAR.local_date(found.due))
    assert OFFICE_CALENDAR.local_date(found.due) - OFFICE_CALENDAR.local_date(
        found.counted_from
    ) >= timedelta(days=28)


@given(RECEPTIONS, DAYS, DAYS)
def test_one_reception_more_never_makes_anybody_owe_earlier(
    receptions: list[Reception], another: datetime, now: datetime
) -> None:
    more = [*receptions, reception(another, held=True)]
    assert obligation(*more, now=now).due >= obligation(*receptions, now=now).due


@given(RECEPTIONS, DAYS, st.randoms(use_true_random=False))
def test_the_order_of_the_schedule_changes_nothing(
    receptions: list[Reception], now: datetime, chance: Any
) -> None:
    shuffled = chance.sample(receptions, len(receptions))
    assert obligation(*shuffled, now=now) == obligation(*receptions, now=now)


@pytest.mark.law("АППК 90(3)")
@given(st.integers(1, 28), st.integers(2, 9))
def test_who_receives_every_month_is_never_late(day: int, month: int) -> None:
    held = reception(almaty(month, day), held=True)
    following = reception(almaty(month + 1, day), number=2)
    for now in (held.ends, following.begins - MINUTE, following.begins):
        assert not obligation(held, following, now=now).is_late_or_will_be(now)


class TestWhoOwesIt:
    @pytest.mark.parametrize(
        ("roles", "expected"),
        [
            ((Role.OFFICER, Role.SUPERVISOR), True),
            ((Role.OFFICER, Role.HEAD), True),
            ((Role.OFFICER,), False),  # it has no head
            ((Role.CLERK, Role.SUPERVISOR), False),  # takes appeals in, decides on none
            ((Role.SPECIALIST, Role.SUPERVISOR), False),
            ((Role.SPONSOR, Role.SUPERVISOR), False),
        ],
    )
    def test_bodies_that_decide_owe_it_and_helpers_do_not(
        self, roles: tuple[Role, ...], *, expected: bool
    ) -> None:
        assert must_hold_receptions(Organisation("any", "any", "61", TITLES, roles)) is expected


class TestWhoLeads:
    @pytest.mark.parametrize(
        ("person", "expected"),
        [
            (AGENCY_SUPERVISOR, True),
            (REGION_HEAD, True),
            (OFFICER, False),
            (replace(OFFICER, office=Office.DEPUTY), True),
            (replace(AGENCY_SUPERVISOR, office=Office.HEAD_OF_APPARATUS), False),
        ],
    )
    def test_lead_is_known_by_office_or_else_by_role(self, person: Person, *, expected: bool) -> None:
        assert is_head_or_deputy(person) is expected


class TestTheLawOfTheDay:
    BOOK = Rulebook("xx-1", "xx", "Law", date(2026, 1, 1), MONTHLY.citation, (), (MONTHLY,))

    def test_it_says_how_often_people_are_received(self) -> None:
        assert rule_on([self.BOOK], date(2026, 4, 6), MONTHLY.id) == MONTHLY

    def test_a_law_may_say_nothing_of_it(self) -> None:
        assert rule_on([], date(2026, 4, 6), MONTHLY.id) is None
        assert rule_on([self.BOOK], date(2026, 4, 6), "reception_written_record") is None


class TestWhoMay:
    @pytest.mark.parametrize("by", [AGENCY_SUPERVISOR, OPERATOR])
    def test_the_head_of_the_body_and_an_operator_approve_its_schedule(self, by: Person) -> None:
        check_may_schedule(by, "housing")

    @pytest.mark.parametrize("by", [UNRELATED_SUPERVISOR, OFFICER, CLERK, REGION_HEAD, INTEGRATOR])
    def test_others_cannot_approve_the_schedule(self, by: Person) -> None:
        with pytest.raises(NotYourReception):
            check_may_schedule(by, "housing")

    @pytest.mark.parametrize("by", [AGENCY_SUPERVISOR, OFFICER, OPERATOR])
    def test_the_bodys_own_people_write_down_what_happens_there(self, by: Person) -> None:
        check_may_record(by, reception())

    @pytest.mark.parametrize(
        "by", [UNRELATED_SUPERVISOR, CLERK, REGION_HEAD, replace(INTEGRATOR, organisation="housing")]
    )
    def test_others_do_not(self, by: Person) -> None:
        with pytest.raises(NotYourReception):
            check_may_record(by, reception())

    @pytest.mark.law("АППК 90(3)")
    @pytest.mark.parametrize("receiver", [OFFICER, UNRELATED_SUPERVISOR, CLERK])
    def test_only_a_head_or_deputy_of_the_body_receives(self, receiver: Person) -> None:
        check_receiver(AGENCY_SUPERVISOR, "housing", ARTICLE)
        with pytest.raises(OfficialNotEligible) as refused:
            check_receiver(receiver, "housing", ARTICLE)
        assert refused.value.details["article"] == ARTICLE


class TestTheHours:
    NOW = BEGINS - DAY

    def test_they_lie_ahead(self) -> None:
        check_hours(reception(), [], OFFICE_CALENDAR, BEGINS - MINUTE)
        with pytest.raises(NotInFuture):
            check_hours(reception(), [], OFFICE_CALENDAR, BEGINS)

    @pytest.mark.parametrize("hours", [-1, 0, 24])
    def test_they_end_after_they_begin_on_the_same_day(self, hours: float) -> None:
        with pytest.raises(InvalidHours):
            check_hours(reception(hours=hours), [], OFFICE_CALENDAR, self.NOW)

    def test_a_day_off_is_as_good_as_any(self) -> None:
        check_hours(reception(almaty(3, 21)), [], OFFICE_CALENDAR, almaty(3, 20))

    @pytest.mark.parametrize("minutes", [-119, -1, 0, 1, 119])
    def test_overlapping_receptions_of_one_person_are_refused(self, minutes: int) -> None:
        other = reception(BEGINS + minutes * MINUTE, number=2)
        with pytest.raises(ReceptionsOverlap):
            check_hours(reception(), [other], OFFICE_CALENDAR, self.NOW)

    @pytest.mark.parametrize(
        "other",
        [
            reception(),  # itself, as it was before it is moved
            reception(BEGINS + 2 * HOUR, number=2),
            reception(BEGINS - 2 * HOUR, number=2),
            reception(number=2, cancelled=True),
            reception(number=2, receiver=REGION_HEAD.id),
        ],
    )
    def test_what_is_in_nobodys_way_is_allowed(self, other: Reception) -> None:
        check_hours(reception(), [other], OFFICE_CALENDAR, self.NOW)

    def test_a_day_that_no_calendar_knows_is_refused(self) -> None:
        far = reception(BEGINS.replace(year=2100))
        with pytest.raises(CalendarExhausted):
            check_hours(far, [], OFFICE_CALENDAR, self.NOW)


Check = Callable[[Reception, datetime], None]


def same_day(it: Reception, now: datetime) -> None:
    check_same_day(it, OFFICE_CALENDAR, now, "АППК 90(4)")


class TestWhatMayStillBeDone:
    @pytest.mark.parametrize(
        ("check", "now", "refused"),
        [
            (check_not_started, BEGINS - MINUTE, None),
            (check_not_started, BEGINS, ReceptionStarted),
            (check_bookable, BEGINS - DAY, None),
            (check_bookable, BEGINS + HOUR, None),
            (check_bookable, BEGINS + 2 * HOUR, ReceptionEnded),
            (check_started, BEGINS - MINUTE, ReceptionNotStarted),
            (check_started, BEGINS, None),
            (check_started, BEGINS + 9 * DAY, None),  # that it was held may be recorded later
        ],
    )
    def test_it_depends_on_the_time(self, check: Check, now: datetime, refused: type[Refusal] | None) -> None:
        if refused is None:
            check(reception(), now)
            return
        with pytest.raises(refused):
            check(reception(), now)

    @pytest.mark.law("АППК 90(4)")
    @pytest.mark.parametrize(
        ("now", "refused"),
        [
            (almaty(4, 6, 9, 59), ReceptionNotStarted),
            (almaty(4, 6, 10), None),
            (almaty(4, 6, 19), None),  # after the reception and after closing: the same day all the same
            (almaty(4, 6, 23, 59), None),
            (almaty(4, 7, 0), ReceptionEnded),
        ],
    )
    def test_what_was_not_solved_is_written_down_the_same_day(
        self, now: datetime, refused: type[Refusal] | None
    ) -> None:
        if refused is None:
            same_day(reception(), now)
            return
        with pytest.raises(refused):
            same_day(reception(), now)

    @pytest.mark.parametrize("check", [check_not_started, check_bookable, check_started, same_day])
    def test_nothing_is_done_with_what_was_cancelled(self, check: Check) -> None:
        with pytest.raises(ReceptionCancelled):
            check(reception(cancelled=True), BEGINS)

    def test_who_is_received_by_booking_is_on_the_list(self) -> None:
        check_booking(None, [])
        check_booking(2, [1, 2])
        with pytest.raises(UnknownBooking) as refused:
            check_booking(3, [1, 2])
        assert isinstance(refused.value, Invalid)


@pytest.mark.parametrize(
    ("it", "now", "state"),
    [
        (reception(), BEGINS - DAY, ReceptionState.PLANNED),
        (reception(), BEGINS + HOUR, ReceptionState.PLANNED),
        (reception(), BEGINS + 2 * HOUR, ReceptionState.MISSED),
        (reception(held=True), BEGINS + DAY, ReceptionState.HELD),
        (reception(cancelled=True), BEGINS + DAY, ReceptionState.CANCELLED),
    ],
)
def test_how_a_reception_stands(it: Reception, now: datetime, state: ReceptionState) -> None:
    assert it.state(now) is state


def test_the_day_is_that_of_the_clock_on_the_wall() -> None:
    assert OFFICE_CALENDAR.local_date(almaty(4, 6, 23, 59)) == date(2026, 4, 6)
    assert OFFICE_CALENDAR.local_date(almaty(4, 7)) == date(2026, 4, 7)
