"""The slice of a rulebook that an appeal carries through its life: its kind's terms, each with its article.

Cut by `domain.rulebook.law_of` at registration: no later law moves what began under an earlier one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.errors import NotProvidedByLaw
from domain.identity.people import Office
from domain.law.rule_ids import COMPLAINT_WINDOW, COURT, UNNAMED
from domain.worktime.terms import Term, Unit
from domain.worktime.working_calendar import DAY, Calendar

DAY_UNITS = frozenset({Unit.WORKING_DAYS, Unit.CALENDAR_DAYS, Unit.MONTHS})
ONE_WORKING_DAY = Term(1, Unit.WORKING_DAYS)


class Procedure(StrEnum):
    """Which way of the law an appeal goes."""

    GENERAL = "general"
    SIMPLIFIED = "simplified"
    COMPLAINT = "complaint"
    PETITION = "petition"


class TermStart(StrEnum):
    """What must have happened for a term to begin."""

    RECEIVED = "received"
    REGISTERED = "registered"
    RECEIVED_BY_COMPETENT = "received_by_competent"
    DEFECT_CORRECTION_LAPSED = "defect_correction_lapsed"
    DECIDED = "decided"
    EXTENDED = "extended"
    DUE = "due"
    PRELIMINARY_DECISION_ANNOUNCED = "preliminary_decision_announced"
    HEARING_HELD = "hearing_held"
    PROTOCOL_SHOWN = "protocol_shown"
    REQUESTED = "requested"
    RECUSAL_REQUESTED = "recusal_requested"
    REPRESENTATIVE_REMOVED = "representative_removed"
    ACT_KNOWN = "act_known"
    ACT_ADOPTED = "act_adopted"
    ACT_CORRECTED = "act_corrected"
    LAST_RECEPTION_HELD = "last_reception_held"
    PETITION_FILED = "petition_filed"
    PETITION_JOINED = "petition_joined"
    PETITION_PUBLISHED = "petition_published"
    CLOSED = "closed"


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
        return term_end(self.term, start, calendar, start_day_counts=self.start_day_counts)


@dataclass(frozen=True, slots=True)
class LegalDecision:
    """One of the decisions in which an appeal of this kind may end, and the task outcomes it goes with.

    Before one that is not *favourable* the applicant is heard. One that is *unforwarded* is for the
    body complained of.
    """

    id: str
    article: str
    outcomes: tuple[str, ...] = ()
    is_favourable: bool = False
    by_respondent: bool = False


@dataclass(frozen=True, slots=True)
class LegalGround:
    """A ground of termination, and whose decision it needs; ``by`` is empty for anybody."""

    id: str
    article: str
    offices: tuple[Office, ...] = ()


@dataclass(frozen=True, slots=True)
class Law:
    """What the rulebook of the day of registration says of one kind of appeal.

    ``extended_by`` is empty where the term is not extended; ``barred`` is then the article that says so.
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

    def has_rule(self, rule: str) -> bool:
        """Tell whether this law has a rule of that name."""
        return any(each.rule_id == rule for each in self.rules)

    def rule(self, name: str) -> LegalTerm:
        """Return the rule of this name, or refuse what it is asked for."""
        found = next((each for each in self.rules if each.rule_id == name), None)
        if found is None:
            raise NotProvidedByLaw(rule=name, rulebook=self.rulebook, article=self.term.article)
        return found

    def remedy_term(self, *, named: bool = True) -> LegalTerm | None:
        """Return until when one may complain of what was decided; of a complaint, go to court.

        Where the act does not tell how, and so is not *named*, the law may give more time.
        """
        if self.procedure is Procedure.COMPLAINT and self.has_rule(COURT):
            return self.rule(COURT)
        longer = not named and self.has_rule(UNNAMED)
        return self.rule(UNNAMED if longer else COMPLAINT_WINDOW) if self.has_rule(COMPLAINT_WINDOW) else None

    def article_of(self, rule: str) -> str:
        """Return where the law says so."""
        return self.rule(rule).article


def term_end(term: Term, start: datetime, calendar: Calendar, *, start_day_counts: bool = False) -> datetime:
    """Return when a *term* of the law that began at *start* ends (UTC).

    No days at all means by the closing of the day itself, or of the next one worked.
    """
    if term.unit not in DAY_UNITS or (term.amount and not start_day_counts):
        return calendar.add_term(start, term)
    same_day = calendar.add_term(calendar.registered_at(start) - DAY, ONE_WORKING_DAY)
    if not term.amount:
        return same_day
    first = start if term.unit is not Unit.WORKING_DAYS else calendar.registered_at(start)
    return max(same_day, calendar.add_term(first - DAY, term))
