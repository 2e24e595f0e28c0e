"""Rulebooks: one country's kinds of appeals, terms with their articles, and possible decisions.

A rulebook is the law as it stood from one day on. Each of its rules cites its article and its provenance.
No country is known here: another one is another rulebook.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.country.offices import Office
from domain.country.titles import Titles
from domain.errors import NoRulebook, NotProvidedByLaw, UnknownKind
from domain.law import behaviour
from domain.law.applicable_law import NO_LAW, Law, LegalDecision, LegalGround, LegalTerm
from domain.law.rule_ids import RuleId
from domain.law.vocabulary import Procedure, TermStart
from domain.worktime.terms import Term
from domain.worktime.working_calendar import Calendar

CARRIED_RULES = frozenset(RuleId)  # the rules that an appeal carries beside those of its kind


class Provenance(StrEnum):
    """The source of knowledge of a rule."""

    VERIFIED = "verified"  # read in the law's own text
    SECONDARY = "secondary"  # from publications about the law
    UNVERIFIED = "unverified"  # from memory: to be checked by a lawyer


class Bound(StrEnum):
    """Whether a term is the latest or the earliest moment."""

    LATEST = "latest"
    EARLIEST = "earliest"


@dataclass(frozen=True, slots=True)
class Citation:
    """The article of a rule, its provenance and its source."""

    article: str
    provenance: Provenance
    source: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A demand of the law, mostly with a term; without a start it is a duty that no clock measures.

    With a start and no term, the body sets a reasonable one. ``restart`` begins the term again. A rule that
    ``is_information`` is for readers only, and has no effect.
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
    """The limit of an extension, the notice of it to the applicant, and the offices that decide on it."""

    limit: Rule
    notice: Rule
    offices: tuple[Office, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision in which a procedure may end; ``outcomes`` are the task outcomes that it goes with.

    A favourable one grants the request. One that is ``by_respondent`` is made by the body complained of,
    instead of forwarding the complaint.
    """

    id: str
    titles: Titles
    citation: Citation
    outcomes: tuple[str, ...] = ()
    is_favourable: bool = False
    by_respondent: bool = False


@dataclass(frozen=True, slots=True)
class TerminationGround:
    """A ground of ending a procedure without a decision on the merits; empty ``offices`` permit any."""

    id: str
    titles: Titles
    citation: Citation
    offices: tuple[Office, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of appeal, or a sort of one, with the law's provisions on it alone.

    ``extension`` regulates its extension, or the rule ``extension_bar`` forbids it.
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

    def existed_on(self, day: date) -> bool:
        """Return whether the law had this kind on that *day*."""
        return self.since is None or self.since <= day


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
        """Return the kind called *name*, if the law had it on that day, or refuse."""
        found = next((each for each in self.kinds if each.id == name), None)
        if found is None or not found.existed_on(on):
            allowed = ", ".join(each.id for each in self.kinds if each.existed_on(on))
            article = (found or self).citation.article
            raise UnknownKind(kind=name, rulebook=self.version, article=article, allowed=allowed)
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
    """Return the law of an appeal of this *kind* (by default the usual one) registered on that *day*.

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
    """Return the slice of *rulebook* that an appeal of *kind* carries."""
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
