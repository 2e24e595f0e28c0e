"""The applicable law: the slice of a rulebook that an appeal carries, each term with its article.

Cut by `domain.rulebook.law_of` at registration: no later law moves what began under an earlier one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from domain.country.offices import Office
from domain.errors import NotProvidedByLaw
from domain.law.behaviour import BASELINE, CURRENT
from domain.law.rule_ids import TERMS_OF_APPLICANT, RuleId
from domain.law.vocabulary import Procedure, TermStart
from domain.worktime.terms import Term, Unit
from domain.worktime.working_calendar import DAY, Calendar

DAY_UNITS = frozenset({Unit.WORKING_DAYS, Unit.CALENDAR_DAYS, Unit.MONTHS})
ONE_WORKING_DAY = Term(1, Unit.WORKING_DAYS)


@dataclass(frozen=True, slots=True)
class LegalTerm:
    """One rule of the law as an appeal carries it; without a *term* the body sets a reasonable one."""

    rule_id: str
    article: str
    term: Term | None = None
    start: TermStart | None = None
    restart: TermStart | None = None
    start_day_counts: bool = False

    def starts_at(self, moments: Mapping[TermStart, datetime]) -> datetime | None:
        """Return the moment from which the term counts, or None if it has not come yet."""
        known = [moments[each] for each in (self.restart, self.start) if each is not None and each in moments]
        return known[0] if known else None

    def ends_at(self, start: datetime, calendar: Calendar) -> datetime:
        """Return when the term that began at *start* ends (UTC)."""
        if self.term is None:
            raise ValueError(f"the law leaves the term of {self.rule_id} to the body")
        if self.rule_id in TERMS_OF_APPLICANT:
            return applicant_term_end(self.term, start, calendar)
        return term_end(self.term, start, calendar, start_day_counts=self.start_day_counts)


@dataclass(frozen=True, slots=True)
class LegalDecision:
    """A decision in which an appeal of this kind may end, and the task outcomes that it goes with.

    The applicant is heard before one that is not ``is_favourable``. One that is ``by_respondent`` is made by
    the body complained of.
    """

    id: str
    article: str
    outcomes: tuple[str, ...] = ()
    is_favourable: bool = False
    by_respondent: bool = False


@dataclass(frozen=True, slots=True)
class LegalGround:
    """A ground of termination and the offices that may decide on it; empty ``offices`` permit any."""

    id: str
    article: str
    offices: tuple[Office, ...] = ()


@dataclass(frozen=True, slots=True)
class Law:
    """The law of one kind of appeal, from the rulebook of the day of registration.

    ``behaviour`` is the numbered behaviour of the release that registered the appeal. ``extension`` is None
    where the term cannot be extended; ``extension_bar_article`` is then the article that forbids it.
    """

    rulebook: str
    kind: str
    procedure: Procedure
    term: LegalTerm
    rules: tuple[LegalTerm, ...]
    decisions: tuple[LegalDecision, ...] = ()
    termination_grounds: tuple[LegalGround, ...] = ()
    deemed_refusal: LegalTerm | None = None
    extension: LegalTerm | None = None
    extension_notice: LegalTerm | None = None
    extension_offices: tuple[Office, ...] = ()
    extension_bar_article: str = ""
    behaviour: int = BASELINE

    @property
    def regulates_extension(self) -> bool:
        """Return whether the law regulates the extension of the term."""
        return self.extension is not None or bool(self.extension_bar_article)

    def has_rule(self, rule: RuleId) -> bool:
        """Return whether this law has the *rule*."""
        return self.find_rule(rule) is not None

    def find_rule(self, rule: RuleId) -> LegalTerm | None:
        """Return the *rule*, or None where this law has no such rule."""
        return next((each for each in self.rules if each.rule_id == rule), None)

    def rule(self, rule: RuleId) -> LegalTerm:
        """Return the *rule*. Raises NotProvidedByLaw where this law has no such rule."""
        found = self.find_rule(rule)
        if found is None:
            cited = {"rulebook": self.rulebook, "article": self.term.article} if self.rulebook else {}
            raise NotProvidedByLaw(rule=rule, **cited)
        return found

    def completed_by(self, own_rules: Iterable[LegalTerm]) -> "Law":
        """Return this law with those of the policy's *own_rules* that it lacks."""
        missing = tuple(each for each in own_rules if not self.has_rule(RuleId(each.rule_id)))
        return replace(self, rules=(*self.rules, *missing)) if missing else self

    def remedy_term(self, *, remedies_stated: bool = True) -> LegalTerm | None:
        """Return the term for a complaint about a decision or, on a complaint, for an action in court.

        The law may set a longer term where the act does not state the remedies.
        """
        if self.procedure is Procedure.COMPLAINT and self.has_rule(RuleId.COURT_ACTION):
            return self.rule(RuleId.COURT_ACTION)
        window = self.find_rule(RuleId.COMPLAINT_WINDOW)
        if window is None or remedies_stated:
            return window
        return self.find_rule(RuleId.COMPLAINT_WINDOW_WITHOUT_REMEDIES) or window

    def article_of(self, rule: RuleId) -> str:
        """Return the article of the *rule*. Raises NotProvidedByLaw where this law has no such rule."""
        return self.rule(rule).article

    def cite(self, *rules: RuleId) -> str:
        """Return the article of the first of *rules* that this law has; empty where it has none."""
        found = (self.find_rule(each) for each in rules)
        return next((each.article for each in found if each is not None), "")


NO_LAW = Law("", "", Procedure.GENERAL, LegalTerm("", ""), (), behaviour=CURRENT)


def applicant_term_end(term: Term, start: datetime, calendar: Calendar) -> datetime:
    """Return the end (UTC) of the applicant's *term* that began at *start*: one of days ends with its day."""
    return day_end(term, calendar.add_term(start, term), calendar)


def day_end(term: Term, end: datetime, calendar: Calendar) -> datetime:
    """Return *end* of the applicant's *term*, moved to the end of its day where the term is one of days."""
    return calendar.end_of_day(end) if term.unit in DAY_UNITS else end


def term_end(term: Term, start: datetime, calendar: Calendar, *, start_day_counts: bool = False) -> datetime:
    """Return the end (UTC) of a legal *term* that began at *start*.

    A term of no days ends at the closing of the day itself, or of the next working day.
    """
    if term.unit not in DAY_UNITS or (term.amount and not start_day_counts):
        return calendar.add_term(start, term)
    same_day = calendar.add_term(calendar.registered_at(start) - DAY, ONE_WORKING_DAY)
    if not term.amount:
        return same_day
    first = start if term.unit is not Unit.WORKING_DAYS else calendar.registered_at(start)
    return max(same_day, calendar.add_term(first - DAY, term))
