"""The law as data: kinds of appeals, terms with an address, and what may be decided.

A rulebook is one country's law as it stood from one day on. Each of its rules cites its article and
tells how surely it is known. No country is known here: another one is another rulebook.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.errors import NoRulebook, NotProvidedByLaw, UnknownKind
from domain.identity.people import Office
from domain.law import behaviour
from domain.law.applicable_law import NO_LAW, Law, LegalDecision, LegalGround, LegalTerm
from domain.law.rule_ids import RuleId
from domain.law.vocabulary import Procedure, TermStart
from domain.text.titles import Titles
from domain.worktime.terms import Term
from domain.worktime.working_calendar import Calendar

CARRIED_RULES = frozenset(RuleId)  # what an appeal carries of its rulebook beside its kind's own rules


class Provenance(StrEnum):
    """How surely a rule is known."""

    VERIFIED = "verified"  # read in the law's own text
    SECONDARY = "secondary"  # told by others who have read it
    UNVERIFIED = "unverified"  # from memory: a lawyer should look


class Bound(StrEnum):
    """Whether something must be done by the end of a term, or not before it."""

    LATEST = "latest"
    EARLIEST = "earliest"


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

    With a start and no term, the body sets a reasonable one. ``restart`` begins the term again. What is
    *information* is read by people, and by no code.
    """

    id: str
    summary: str
    citation: Citation
    term: Term | None = None
    start: TermStart | None = None
    restart: TermStart | None = None
    start_day_counts: bool = False
    bound: Bound = Bound.LATEST
    is_information: bool = False


@dataclass(frozen=True, slots=True)
class Extension:
    """How far a term may be moved, by whose decision, and by when the applicant is told."""

    limit: Rule
    notice: Rule
    offices: tuple[Office, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """One of the decisions in which a procedure may end; ``outcomes`` are the task outcomes it goes with.

    A favourable one gives what was asked for. One that is ``unforwarded`` is made by the body complained of,
    instead of sending the complaint on.
    """

    id: str
    titles: Titles
    citation: Citation
    outcomes: tuple[str, ...] = ()
    is_favourable: bool = False
    by_respondent: bool = False


@dataclass(frozen=True, slots=True)
class TerminationGround:
    """A ground on which a procedure ends without a decision on the merits; ``by`` is empty for anybody."""

    id: str
    titles: Titles
    citation: Citation
    offices: tuple[Office, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of appeal, or a special sort of one, with all that the law says of it alone.

    It is extended by ``extension``, or not at all by the rule ``extension_bar``.
    """

    id: str
    titles: Titles
    citation: Citation
    procedure: Procedure
    term: Rule
    decisions: tuple[Decision, ...]
    termination_grounds: tuple[TerminationGround, ...]
    extension: Extension | None = None
    extension_bar: Rule | None = None
    deemed_refusal: Rule | None = None
    parent_kind: str = ""
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


def rulebook_in_force(rulebooks: Iterable[Rulebook], on: date) -> Rulebook:
    """Return the latest of one country's *rulebooks* that was in force on that day, or refuse."""
    first, *later = sorted(rulebooks, key=lambda each: each.effective)
    if on < first.effective:
        raise NoRulebook(on=on, since=first.effective, article=first.citation.article)
    return next((each for each in reversed(later) if each.effective <= on), first)


def applicable_law_on(rulebooks: Iterable[Rulebook], day: date, kind: str | None = None) -> Law:
    """Return the law of an appeal of this *kind* (the usual one, if none is named) registered on that *day*.

    It is NO_LAW where no law of that day is known and no kind is named. Raises NoRulebook or UnknownKind.
    """
    books = sorted(rulebooks, key=lambda each: each.effective)
    if kind is None and (not books or day < books[0].effective):
        return NO_LAW
    if not books:
        raise NotProvidedByLaw(kind=kind)
    book = rulebook_in_force(books, day)
    return applicable_law_of(book, book.kind(kind or book.kinds[0].id, day))


def rule_starts_at(rule: Rule, moments: Mapping[TermStart, datetime]) -> datetime | None:
    """Return the moment from which *rule* counts, or None if it has not come yet."""
    return to_legal_term(rule).starts_at(moments)


def rule_ends_at(rule: Rule, start: datetime, calendar: Calendar) -> datetime:
    """Return when the term of *rule* that began at *start* ends (UTC)."""
    return to_legal_term(rule).ends_at(start, calendar)


def to_legal_term(rule: Rule) -> LegalTerm:
    """Return *rule* as an appeal carries it."""
    return LegalTerm(
        rule.id, rule.citation.article, rule.term, rule.start, rule.restart, rule.start_day_counts
    )


def applicable_law_of(rulebook: Rulebook, kind: Kind) -> Law:
    """Return the slice of *rulebook* that an appeal of *kind* carries through its life."""
    extension, barred = kind.extension, kind.extension_bar or kind.term
    return Law(
        rulebook=rulebook.version,
        kind=kind.id,
        procedure=kind.procedure,
        term=to_legal_term(kind.term),
        rules=tuple(to_legal_term(rule) for rule in rulebook.rules if rule.id in CARRIED_RULES),
        decisions=tuple(
            LegalDecision(
                each.id, each.citation.article, each.outcomes, each.is_favourable, each.by_respondent
            )
            for each in kind.decisions
        ),
        termination_grounds=tuple(
            LegalGround(each.id, each.citation.article, each.offices) for each in kind.termination_grounds
        ),
        deemed_refusal=to_legal_term(kind.deemed_refusal) if kind.deemed_refusal else None,
        extension=to_legal_term(extension.limit) if extension else None,
        extension_notice=to_legal_term(extension.notice) if extension else None,
        extension_offices=extension.offices if extension else (),
        extension_bar_article="" if extension else barred.citation.article,
        behaviour=behaviour.CURRENT,
    )
