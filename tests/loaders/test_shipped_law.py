"""The shipped law on the shipped calendar: every term on real days, and what holds of all rulebooks."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.law.rule_ids import TERMS_OF_APPLICANT
from domain.law.rulebook import (
    Extension,
    Kind,
    Rule,
    Rulebook,
    rule_ends_at,
    rule_starts_at,
    rulebook_in_force,
)
from domain.law.vocabulary import TermStart
from domain.worktime.terms import Unit
from domain.worktime.working_calendar import Calendar
from loaders.calendar import calendar_files
from loaders.rulebook.rulebook_files import load_rulebooks
from runtime.settings import PROJECT_ROOT

FOLDER = PROJECT_ROOT / "policies"
CALENDAR = calendar_files.load(FOLDER / "calendars" / "kz-2026.1.toml")
ALWAYS = calendar_files.load(FOLDER / "calendars" / "always-open-1.toml")
LAWS = [load_rulebooks(FOLDER, country) for country in ("kz", "ru", "in")]
(EARLIER, LATER), *_ = LAWS
BOOKS = [each for law in LAWS for each in law]
ALMATY = ZoneInfo("Asia/Almaty")
CLOSING = time(18, 30)


def almaty(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ALMATY)


def closing(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), CLOSING, ALMATY)


def midnight(day: str) -> datetime:
    """Return the last instant of that day, with which the terms of the applicant end."""
    return datetime.combine(date.fromisoformat(day), time.max, ALMATY)


def rule(book: Rulebook, name: str) -> Rule:
    found = book.rule(name)
    assert found is not None
    return found


def ends(book: Rulebook, name: str, received: str) -> datetime:
    """Return when the rule of this *name* ends for what was received then."""
    at = almaty(received)
    moments = {TermStart.RECEIVED: at, TermStart.REGISTERED: CALENDAR.registered_at(at)}
    start = rule_starts_at(rule(book, name), moments)
    assert start is not None
    return rule_ends_at(rule(book, name), start, CALENDAR)


# received, then for 2026 and for 2021: registered, redirected in 3, decided in 15, a complaint decided in 20
# working days. In 2026 the count begins the day after registration, in 2021 with the day of receipt itself.
# fmt: off
VECTORS = [
    ("2026-02-02 10:00", "2026-02-02", ("2026-02-05", "2026-02-23", "2026-03-02"),
     ("2026-02-04", "2026-02-20", "2026-02-27")),
    ("2026-03-06 18:31", "2026-03-10", ("2026-03-13", "2026-04-03", "2026-04-10"),
     ("2026-03-12", "2026-04-02", "2026-04-09")),
    ("2026-03-18 09:00", "2026-03-18", ("2026-03-26", "2026-04-13", "2026-04-20"),
     ("2026-03-20", "2026-04-10", "2026-04-17")),
    ("2026-04-30 17:00", "2026-04-30", ("2026-05-06", "2026-05-26", "2026-06-03"),
     ("2026-05-05", "2026-05-25", "2026-06-02")),
    ("2026-05-05 12:00", "2026-05-05", ("2026-05-12", "2026-05-29", "2026-06-05"),
     ("2026-05-08", "2026-05-28", "2026-06-04")),
    ("2026-08-28 19:00", "2026-08-31", ("2026-09-03", "2026-09-21", "2026-09-28"),
     ("2026-09-02", "2026-09-18", "2026-09-25")),
    ("2026-10-23 11:00", "2026-10-23", ("2026-10-29", "2026-11-16", "2026-11-23"),
     ("2026-10-28", "2026-11-13", "2026-11-20")),
    ("2026-12-11 16:00", "2026-12-11", ("2026-12-17", "2027-01-06", "2027-01-14"),
     ("2026-12-15", "2027-01-05", "2027-01-13")),
]
# The edges: the last second, closing time, a Saturday, 30 December, Nauryz, the day moved for 8 March.
EDGES = [
    ("2026-02-02 18:29:59", "2026-02-02", "2026-02-05"),
    ("2026-02-02 18:30:00", "2026-02-03", "2026-02-06"),
    ("2026-02-07 12:00", "2026-02-09", "2026-02-12"),
    ("2026-12-30 12:00", "2026-12-30", "2027-01-06"),
    ("2026-12-30 18:30", "2026-12-31", "2027-01-08"),
    ("2026-03-20 18:29:59", "2026-03-20", "2026-03-30"),
    ("2026-03-20 18:30:00", "2026-03-26", "2026-03-31"),
    ("2026-03-24 12:00", "2026-03-26", "2026-03-31"),
    ("2026-03-06 18:29:59", "2026-03-06", "2026-03-12"),
    ("2026-03-09 10:00", "2026-03-10", "2026-03-13"),
]
# fmt: on


@pytest.mark.law("АППК 64(3)")
@pytest.mark.parametrize("book", [EARLIER, LATER], ids=lambda book: book.version)
@pytest.mark.parametrize(
    ("received", "registered"), [each[:2] for each in VECTORS] + [each[:2] for each in EDGES]
)
def test_it_is_registered_the_same_day_or_the_next_one_worked(
    book: Rulebook, received: str, registered: str
) -> None:
    assert ends(book, "registration", received) == closing(registered)
    assert CALENDAR.registered_at(almaty(received)).astimezone(ALMATY).date().isoformat() == registered


@pytest.mark.law("АППК 65(1)")
@pytest.mark.law("АППК 76(1)")
@pytest.mark.law("АППК 76(2)")
@pytest.mark.law("АППК 99")
@pytest.mark.parametrize(("received", "terms"), [(each[0], each[2]) for each in VECTORS])
def test_since_2026_the_count_begins_the_day_after_registration(
    received: str, terms: tuple[str, str, str]
) -> None:
    redirect, base, complaint = map(closing, terms)
    assert ends(LATER, "general_term", received) == base
    assert ends(LATER, "complaint_term", received) == complaint
    registered = CALENDAR.registered_at(almaty(received))
    assert rule_ends_at(rule(LATER, "redirect"), registered, CALENDAR) == redirect


@pytest.mark.law("АППК 65(1)")
@pytest.mark.law("АППК 76(1)")
@pytest.mark.law("АППК 99")
@pytest.mark.parametrize(("received", "terms"), [(each[0], each[3]) for each in VECTORS])
def test_before_2026_it_began_with_the_day_of_receipt(received: str, terms: tuple[str, str, str]) -> None:
    names = ("general_term", "complaint_term")
    assert tuple(ends(EARLIER, name, received) for name in names) == tuple(map(closing, terms[1:]))
    assert ends(EARLIER, "redirect", received) == ends(LATER, "redirect", received)


@pytest.mark.law("АППК 65(1)")
@pytest.mark.parametrize(("received", "redirected"), [each[::2] for each in EDGES])
def test_three_working_days_from_registration_at_the_edges(received: str, redirected: str) -> None:
    registered = CALENDAR.registered_at(almaty(received))
    assert rule_ends_at(rule(LATER, "redirect"), registered, CALENDAR) == closing(redirected)


@pytest.mark.law("АППК 65(1)")
@pytest.mark.parametrize(
    ("received", "ended"), [("2026-03-06 18:31", "2026-03-12"), ("2026-02-07 12:00", "2026-02-11")]
)
def test_the_term_of_a_redirect_runs_from_receipt_even_if_registered_later(received: str, ended: str) -> None:
    assert ends(LATER, "redirect", received) == closing(ended)


@pytest.mark.law("АППК 76(2)")
def test_redirect_restarts_the_term_the_day_after_receipt() -> None:
    base = rule(LATER, "general_term")
    moments = {
        TermStart.REGISTERED: almaty("2026-03-16 10:00"),
        TermStart.RECEIVED_BY_COMPETENT: almaty("2026-03-18 09:00"),
    }
    start = rule_starts_at(base, moments)
    assert start is not None
    assert rule_ends_at(base, start, CALENDAR) == closing("2026-04-13")


def extension_of(kind: Kind) -> Extension:
    assert kind.extension is not None
    return kind.extension


@pytest.mark.law("АППК 76(3)")
def test_an_extension_reaches_two_months_from_its_decision_rolled_to_a_working_day() -> None:
    extension = extension_of(LATER.kind("application", date(2026, 3, 2)))
    decided = almaty("2026-03-18 11:00")
    assert rule_ends_at(extension.limit, decided, CALENDAR) == closing("2026-05-18")
    assert rule_ends_at(extension.notice, decided, CALENDAR) == closing("2026-03-26")


@pytest.mark.law("АППК 76(3)")
def test_before_2026_the_two_months_are_counted_from_receipt() -> None:
    extension = extension_of(EARLIER.kind("application", date(2025, 3, 3)))
    assert rule_starts_at(extension.limit, {TermStart.RECEIVED: almaty("2025-03-03 11:00")}) == almaty(
        "2025-03-03 11:00"
    )
    assert rule_ends_at(extension.limit, almaty("2025-03-03 11:00"), CALENDAR) == closing("2025-05-05")


@pytest.mark.law("АППК 73(1)")
def test_an_act_waits_three_working_days_for_what_the_applicant_says() -> None:
    assert rule_ends_at(rule(LATER, "hearing"), almaty("2026-03-18 11:00"), CALENDAR) == closing("2026-03-26")


@pytest.mark.law("АППК 92(1)")
@pytest.mark.law("АППК 92(1-1)")
def test_complaint_window_doubles_if_the_act_omits_it() -> None:
    known = almaty("2026-03-18 11:00")
    assert rule_ends_at(rule(LATER, "complaint_window"), known, CALENDAR) == midnight("2026-06-18")
    assert rule_ends_at(rule(LATER, "complaint_window_without_remedies"), known, CALENDAR) == midnight(
        "2026-09-18"
    )


@pytest.mark.law("АППК 90(3)")
def test_people_are_received_again_within_a_month() -> None:
    last = almaty("2026-02-23 15:00")
    assert rule_ends_at(rule(LATER, "personal_reception"), last, CALENDAR) == closing("2026-03-26")


@pytest.mark.law("59-ФЗ, 12(1)")
@pytest.mark.law("59-ФЗ, 12(2)")
@pytest.mark.law("59-ФЗ, 8(3)")
def test_russia_counts_calendar_days() -> None:
    _, (russia,), _ = LAWS
    registered = almaty("2026-02-02 10:00")
    assert rule_ends_at(rule(russia, "redirect"), registered, CALENDAR) == closing("2026-02-09")
    decided = rule_ends_at(rule(russia, "general_term"), registered, CALENDAR)
    assert decided == closing("2026-03-03")
    assert rule_ends_at(rule(russia, "extension"), decided, CALENDAR) == closing("2026-04-02")


@pytest.mark.law("CPGRAMS, base")
def test_india_takes_twenty_one_days() -> None:
    _, _, (india,) = LAWS
    assert rule_ends_at(rule(india, "general_term"), almaty("2026-02-02 10:00"), CALENDAR) == closing(
        "2026-02-23"
    )


INSTANTS = st.datetimes(datetime(2021, 7, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
KINDS = st.sampled_from([kind for book in BOOKS for kind in book.kinds])
TIMED = st.sampled_from([each for book in BOOKS for each in book.rules if each.term and each.start])
CALENDARS = st.sampled_from([CALENDAR, ALWAYS])


@given(KINDS, INSTANTS, CALENDARS)
def test_nothing_is_due_before_it_is_registered(kind: Kind, received: datetime, calendar: Calendar) -> None:
    registered = calendar.registered_at(received)
    for start in (received, registered):
        assert rule_ends_at(kind.term, start, calendar) >= registered


@given(TIMED, INSTANTS, INSTANTS, CALENDARS)
def test_what_begins_later_never_ends_sooner(
    timed: Rule, one: datetime, other: datetime, calendar: Calendar
) -> None:
    earlier, later = sorted([one, other])
    assert rule_ends_at(timed, earlier, calendar) <= rule_ends_at(timed, later, calendar)


@given(TIMED, TIMED, INSTANTS, CALENDARS)
def test_a_longer_term_never_ends_sooner(one: Rule, other: Rule, start: datetime, calendar: Calendar) -> None:
    assert one.term
    assert other.term
    if one.term.unit is other.term.unit and one.start_day_counts is other.start_day_counts:
        shorter, longer = sorted([one, other], key=lambda each: each.term.amount if each.term else 0)
        assert rule_ends_at(shorter, start, calendar) <= rule_ends_at(longer, start, calendar)


@given(TIMED, INSTANTS)
def test_days_end_at_the_closing_of_a_working_day(timed: Rule, start: datetime) -> None:
    assert timed.term
    if timed.term.unit in {Unit.WORKING_DAYS, Unit.CALENDAR_DAYS, Unit.MONTHS}:
        on_the_wall = rule_ends_at(timed, start, CALENDAR).astimezone(ALMATY)
        assert CALENDAR.is_working_day(on_the_wall.date())
        assert on_the_wall.time() == (time.max if timed.id in TERMS_OF_APPLICANT else CLOSING)


@given(TIMED, INSTANTS)
def test_computing_a_term_twice_yields_the_same_result(timed: Rule, start: datetime) -> None:
    moments = {each: start for each in (timed.start, timed.restart) if each}
    begins = rule_starts_at(timed, moments)
    assert begins == start
    assert rule_ends_at(timed, begins, CALENDAR) == rule_ends_at(timed, begins.astimezone(ALMATY), CALENDAR)


@given(st.dates(date(2021, 7, 1), date(2100, 1, 1)), st.dates(date(2021, 7, 1), date(2100, 1, 1)))
def test_since_the_first_law_there_is_always_one_and_never_again_an_older(one: date, other: date) -> None:
    earlier, later = sorted([one, other])
    assert (
        rulebook_in_force(LAWS[0], earlier).effective <= rulebook_in_force(LAWS[0], later).effective <= later
    )


@given(KINDS, INSTANTS)
def test_an_extension_never_ends_before_it_is_decided(kind: Kind, start: datetime) -> None:
    if kind.extension is not None:
        assert rule_ends_at(kind.extension.limit, start, CALENDAR) > start
        assert rule_ends_at(kind.extension.notice, start, CALENDAR) >= start
