"""The law as data: which rulebook is in force, when its terms end, and what it refuses with an article."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.country.offices import Office
from domain.country.titles import Titles
from domain.errors import NoRulebook, NotProvidedByLaw, UnknownKind
from domain.law.applicable_law import NO_LAW
from domain.law.rulebook import (
    Citation,
    Decision,
    Extension,
    Kind,
    Provenance,
    Rule,
    Rulebook,
    TerminationGround,
    applicable_law_of,
    applicable_law_on,
    rule_ends_at,
    rule_starts_at,
    rulebook_in_force,
)
from domain.law.vocabulary import Procedure, TermStart
from domain.worktime.terms import Term, Unit
from domain.worktime.working_calendar import Calendar
from tests.support.domain.builders import ALMATY, OFFICE_CALENDAR, ROUND_THE_CLOCK_CALENDAR, almaty

NAMED = Titles("Т", "Н", "T")


def cited(article: str) -> Citation:
    return Citation(article, Provenance.VERIFIED, "the code")


def rule(term: str = "15wd", *, start_day_counts: bool = False, restart: TermStart | None = None) -> Rule:
    return Rule(
        "base",
        "decided",
        cited("76(1)"),
        Term.parse(term),
        TermStart.REGISTERED,
        restart,
        start_day_counts=start_day_counts,
    )


LIMIT = replace(rule("2mo"), id="extension", start=TermStart.EXTENDED)
EXTENSION = Extension(LIMIT, replace(rule("3wd"), id="notice", start=TermStart.EXTENDED), (Office.HEAD,))
APPLICATION = Kind(
    "application",
    NAMED,
    cited("4(1)1"),
    Procedure.GENERAL,
    rule(),
    (Decision("favourable", NAMED, cited("77(1)")),),
    (TerminationGround("withdrawn", NAMED, cited("70(1)4")),),
    extension=EXTENSION,
)
COMPLAINT = replace(
    APPLICATION,
    id="complaint",
    procedure=Procedure.COMPLAINT,
    extension=None,
    extension_bar=Rule("unextended", "never extended", cited("99")),
    termination_grounds=(),
    since=date(2022, 1, 1),
)
FIRST = Rulebook(
    "xx-2021", "xx", "The code", date(2021, 7, 1), cited("The code"), (APPLICATION, COMPLAINT), (LIMIT,)
)
SECOND = replace(FIRST, version="xx-2026", effective=date(2026, 1, 1))
DAYS = st.dates(date(2021, 7, 1), date(2035, 12, 31))


class TestInForce:
    @pytest.mark.parametrize(
        ("on", "version"),
        [
            (date(2021, 7, 1), "xx-2021"),
            (date(2025, 12, 31), "xx-2021"),
            (date(2026, 1, 1), "xx-2026"),
            (date(2099, 1, 1), "xx-2026"),
        ],
    )
    def test_the_law_of_the_day_of_registration_holds(self, on: date, version: str) -> None:
        assert rulebook_in_force([SECOND, FIRST], on).version == version

    def test_before_the_first_there_is_none(self) -> None:
        with pytest.raises(NoRulebook) as refused:
            rulebook_in_force([FIRST, SECOND], date(2021, 6, 30))
        assert refused.value.details == {"on": "2021-06-30", "since": "2021-07-01", "article": "The code"}

    @given(DAYS, DAYS)
    def test_a_later_day_never_brings_back_an_older_law(self, one: date, other: date) -> None:
        earlier, later = (rulebook_in_force([FIRST, SECOND], day).effective for day in sorted([one, other]))
        assert earlier <= later


class TestKinds:
    def test_a_kind_is_known_by_its_name(self) -> None:
        assert FIRST.kind("application", date(2021, 7, 1)) is APPLICATION

    def test_a_kind_that_the_law_does_not_know_is_refused(self) -> None:
        with pytest.raises(UnknownKind) as refused:
            FIRST.kind("ode", date(2021, 7, 1))
        assert refused.value.details == {
            "kind": "ode",
            "rulebook": "xx-2021",
            "article": "The code",
            "allowed": "application",
        }

    def test_a_kind_that_the_law_did_not_know_yet_is_refused(self) -> None:
        assert FIRST.kind("complaint", date(2022, 1, 1)) is COMPLAINT
        with pytest.raises(UnknownKind):
            FIRST.kind("complaint", date(2021, 12, 31))

    def test_a_rule_that_a_law_has_not_is_none(self) -> None:
        assert FIRST.rule("extension") is LIMIT
        assert FIRST.rule("hearing") is None

    def test_appeal_stores_its_extension_rule_or_the_barring_article(self) -> None:
        extended, barred = applicable_law_of(FIRST, APPLICATION), applicable_law_of(FIRST, COMPLAINT)
        assert extended.extension is not None
        assert (extended.extension.rule_id, extended.extension_bar_article) == (LIMIT.id, "")
        assert (barred.extension, barred.extension_bar_article) == (None, "99")

    def test_term_without_extension_rule_bars_extension(self) -> None:
        assert (
            applicable_law_of(FIRST, replace(COMPLAINT, extension_bar=None)).extension_bar_article == "76(1)"
        )


class TestBeginning:
    def test_a_term_begins_with_its_event(self) -> None:
        assert rule_starts_at(rule(), {TermStart.REGISTERED: almaty(3, 16)}) == almaty(3, 16)

    def test_before_its_event_it_has_not_begun(self) -> None:
        assert rule_starts_at(rule(), {TermStart.RECEIVED: almaty(3, 16)}) is None

    def test_what_restarts_a_term_goes_before_its_first_start(self) -> None:
        redirected = {TermStart.REGISTERED: almaty(3, 16), TermStart.RECEIVED_BY_COMPETENT: almaty(3, 18)}
        assert rule_starts_at(rule(restart=TermStart.RECEIVED_BY_COMPETENT), redirected) == almaty(3, 18)
        assert rule_starts_at(rule(), redirected) == almaty(3, 16)


class TestDue:
    @pytest.mark.parametrize(
        ("term", "start", "ends"),
        [
            ("3wd", almaty(3, 18), almaty(3, 26, 18, 30)),
            ("2mo", almaty(3, 18), almaty(5, 18, 18, 30)),
            ("2cd", almaty(3, 20), almaty(3, 26, 18, 30)),
            ("0wd", almaty(3, 18, 8), almaty(3, 18, 18, 30)),
            ("0wd", almaty(3, 18, 18, 30), almaty(3, 19, 18, 30)),
            ("0cd", almaty(3, 20, 19), almaty(3, 26, 18, 30)),
            ("0wm", almaty(3, 18, 8), almaty(3, 18, 8)),
            ("30wm", almaty(3, 18, 18), almaty(3, 18, 18, 30)),
        ],
    )
    def test_the_day_of_the_start_does_not_count(self, term: str, start: datetime, ends: datetime) -> None:
        assert rule_ends_at(rule(term), start, OFFICE_CALENDAR) == ends

    @pytest.mark.parametrize(
        ("term", "start", "ends"),
        [
            ("1wd", almaty(3, 18), almaty(3, 18, 18, 30)),
            ("3wd", almaty(3, 18), almaty(3, 20, 18, 30)),
            ("3wd", almaty(3, 18, 18, 30), almaty(3, 26, 18, 30)),  # it began on the 19th
            ("3wd", almaty(3, 21), almaty(3, 30, 18, 30)),  # a Saturday: it began after Nauryz
            ("1cd", almaty(3, 18, 19), almaty(3, 19, 18, 30)),
            ("30cd", almaty(3, 18), almaty(4, 16, 18, 30)),
        ],
    )
    def test_or_does_where_the_law_says_so(self, term: str, start: datetime, ends: datetime) -> None:
        assert rule_ends_at(rule(term, start_day_counts=True), start, OFFICE_CALENDAR) == ends

    def test_term_set_by_the_body_cannot_be_computed(self) -> None:
        with pytest.raises(ValueError, match="leaves the term of base to the body"):
            rule_ends_at(replace(rule(), term=None), almaty(3, 18), OFFICE_CALENDAR)

    @given(
        st.datetimes(datetime(2026, 1, 5), datetime(2030, 1, 1)),  # noqa: DTZ001 - by the clock on the wall
        st.integers(0, 60),
        st.sampled_from(Unit),
        st.sampled_from([rule(), rule(start_day_counts=True)]),
        st.sampled_from([OFFICE_CALENDAR, ROUND_THE_CLOCK_CALENDAR]),
    )
    def test_a_longer_term_never_ends_sooner_nor_before_it_began(
        self,
        wall: datetime,
        amount: int,
        unit: Unit,
        template: Rule,
        calendar: Calendar,
    ) -> None:
        start = wall.replace(tzinfo=ALMATY)
        shorter, longer = (
            rule_ends_at(replace(template, term=Term(each, unit)), start, calendar)
            for each in (amount, amount + 1)
        )
        assert start <= shorter <= longer


class TestWhereNoLawIsKnown:
    def test_an_appeal_runs_by_none(self) -> None:
        assert applicable_law_on((), date(2026, 3, 16)) == NO_LAW

    def test_what_was_registered_before_any_law_runs_by_none_either(self) -> None:
        assert applicable_law_on((FIRST,), FIRST.effective - timedelta(days=1)) == NO_LAW

    def test_a_kind_that_is_asked_for_is_refused(self) -> None:
        with pytest.raises(NotProvidedByLaw):
            applicable_law_on((), date(2026, 3, 16), "complaint")
