"""The law as data: kinds of appeals, terms with an address, and what may be decided.

A rulebook is one country's law as it stood from one day on. Each of its rules cites its article and
tells how surely it is known. No country is known here: another one is another rulebook.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.law_errors import ExtensionNotAllowed, NoRulebook, UnknownKind, WrongDecision, WrongTermination
from domain.policy import Titles
from domain.terms import Term, Unit
from domain.workdays import DAY, Calendar

IN_DAYS = frozenset({Unit.WORKING_DAYS, Unit.CALENDAR_DAYS, Unit.MONTHS})
A_WORKING_DAY = Term(1, Unit.WORKING_DAYS)


class Provenance(StrEnum):
    """How surely a rule is known."""

    VERIFIED = "verified"  # read in the law's own text
    SECONDARY = "secondary"  # told by others who have read it
    RECALLED = "recalled"  # from memory: a lawyer should look


class Procedure(StrEnum):
    """Which way of the law an appeal goes."""

    GENERAL = "general"
    SIMPLIFIED = "simplified"
    COMPLAINT = "complaint"
    PETITION = "petition"


class Start(StrEnum):
    """What must have happened for a term to begin."""

    RECEIVED = "received"
    REGISTERED = "registered"
    RECEIVED_BY_COMPETENT = "received_by_competent"
    MEND_TERM_ENDED = "mend_term_ended"
    DECIDED = "decided"
    EXTENDED = "extended"
    DUE = "due"
    PRELIMINARY_TOLD = "preliminary_told"
    HEARD = "heard"
    PROTOCOL_SHOWN = "protocol_shown"
    ASKED = "asked"
    CHALLENGED = "challenged"
    REPLACED = "replaced"
    ACT_KNOWN = "act_known"
    ACT_MADE = "act_made"
    CORRECTED = "corrected"
    LAST_RECEPTION = "last_reception"
    PETITION_FILED = "petition_filed"
    PETITION_JOINED = "petition_joined"
    PETITION_POSTED = "petition_posted"
    CLOSED = "closed"


class Bound(StrEnum):
    """Whether something must be done by the end of a term, or not before it."""

    LATEST = "latest"
    EARLIEST = "earliest"


class Office(StrEnum):
    """Whose decision the law asks for."""

    HEAD = "head"
    DEPUTY = "deputy"
    HEAD_OF_APPARATUS = "head_of_apparatus"
    AUTHORISED = "authorised"


@dataclass(frozen=True, slots=True)
class Citation:
    """Where the law says so, how surely that is known, and from what source."""

    article: str
    provenance: Provenance
    source: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """What the law demands, mostly by when. Without a start it is a duty that no clock measures.

    With a start and no term, the body sets a reasonable one. ``restart`` begins the term anew.
    """

    id: str
    says: str
    citation: Citation
    term: Term | None = None
    start: Start | None = None
    restart: Start | None = None
    start_day_counts: bool = False
    bound: Bound = Bound.LATEST


@dataclass(frozen=True, slots=True)
class Extension:
    """How far a term may be moved, by whose decision, and by when the applicant is told."""

    limit: Rule
    notice: Rule
    by: tuple[Office, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """One of the decisions in which a procedure may end."""

    id: str
    titles: Titles
    citation: Citation


@dataclass(frozen=True, slots=True)
class Termination:
    """A ground on which a procedure ends without a decision on the merits; ``by`` is empty for anybody."""

    id: str
    titles: Titles
    citation: Citation
    by: tuple[Office, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of appeal, or a special sort of one, with all that the law says of it alone.

    It is extended by ``extension``, or not at all by the rule ``unextended``.
    """

    id: str
    titles: Titles
    citation: Citation
    procedure: Procedure
    term: Rule
    decisions: tuple[Decision, ...]
    terminations: tuple[Termination, ...]
    extension: Extension | None = None
    unextended: Rule | None = None
    silence: Rule | None = None
    sort_of: str = ""
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Rulebook:
    """One country's law on appeals as it stood from the *effective* day on."""

    version: str
    country: str
    law: str
    effective: date
    citation: Citation
    kinds: tuple[Kind, ...]
    rules: tuple[Rule, ...]

    def kind(self, name: str, on: date) -> Kind:
        """Return the kind of this name, if the law knew it on that day, or refuse."""
        found = next((each for each in self.kinds if each.id == name), None)
        if found is None:
            raise UnknownKind(kind=name, rulebook=self.version, article=self.citation.article)
        if found.since is not None and on < found.since:
            raise UnknownKind(kind=name, rulebook=self.version, article=found.citation.article)
        return found

    def rule(self, name: str) -> Rule | None:
        """Return the rule of this name, or None where this law has no such rule."""
        return next((each for each in self.rules if each.id == name), None)


def in_force(rulebooks: Iterable[Rulebook], on: date) -> Rulebook:
    """Return the latest of one country's *rulebooks* that was in force on that day, or refuse."""
    first, *later = sorted(rulebooks, key=lambda each: each.effective)
    if on < first.effective:
        raise NoRulebook(on=on, since=first.effective, article=first.citation.article)
    return next((each for each in reversed(later) if each.effective <= on), first)


def began(rule: Rule, moments: Mapping[Start, datetime]) -> datetime | None:
    """Return the moment from which *rule* counts, or None if it has not come yet."""
    known = [moments[each] for each in (rule.restart, rule.start) if each is not None and each in moments]
    return known[0] if known else None


def due(rule: Rule, start: datetime, calendar: Calendar) -> datetime:
    """Return when the term of *rule* that began at *start* ends (UTC).

    No days at all means by the closing of the day itself, or of the next one worked.
    """
    if rule.term is None:
        raise ValueError(f"the law leaves the term of {rule.id} to the body")
    if rule.term.unit not in IN_DAYS:
        return calendar.after(start, rule.term)
    if rule.term.amount and not rule.start_day_counts:
        return calendar.after(start, rule.term)
    same_day = calendar.after(calendar.registered_at(start) - DAY, A_WORKING_DAY)
    if not rule.term.amount:
        return same_day
    first = start if rule.term.unit is not Unit.WORKING_DAYS else calendar.registered_at(start)
    return max(same_day, calendar.after(first - DAY, rule.term))


def may_extend(kind: Kind) -> Extension:
    """Return how the term of *kind* is extended, or refuse with the article that bars it."""
    if kind.extension is None:
        barred = kind.unextended or kind.term
        raise ExtensionNotAllowed(kind=kind.id, article=barred.citation.article)
    return kind.extension


def decision_of(kind: Kind, name: str) -> Decision:
    """Return the decision of this name, or refuse if an appeal of this *kind* cannot end in it."""
    found = next((each for each in kind.decisions if each.id == name), None)
    if found is None:
        raise WrongDecision(kind=kind.id, decision=name, article=kind.decisions[0].citation.article)
    return found


def termination_of(kind: Kind, name: str) -> Termination:
    """Return the ground of termination of this name, or refuse if this *kind* has no such ground."""
    found = next((each for each in kind.terminations if each.id == name), None)
    if found is None:
        known = kind.terminations or kind.decisions
        raise WrongTermination(kind=kind.id, ground=name, article=known[0].citation.article)
    return found
