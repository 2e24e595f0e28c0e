"""The law as data: kinds of appeals, terms with an address, and what may be decided.

A rulebook is one country's law as it stood from one day on. Each of its rules cites its article and
tells how surely it is known. No country is known here: another one is another rulebook.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.errors import NoRulebook, NotInLaw, UnknownKind
from domain.identity.people import Office
from domain.law.applicable_law import Law, LegalDecision, LegalGround, LegalTerm, Procedure, Start
from domain.text.titles import Titles
from domain.worktime.terms import Term
from domain.worktime.working_calendar import Calendar

CARRIED = frozenset(
    {
        "mend",
        "return_unmended",
        "return_identical",
        "return_obscene",
        "urgent",
        "attached",
        "withdrawal",
        "acceptance",
        "count",
        "redirect",
        "redirect_part",
        "recusal",
        "recusal_notice",
        "representative",
        "termination_notice",
        "hearing",
        "hearing_exceptions",
        "objection",
        "oral_hearing",
        "protocol",
        "protocol_remarks",
        "file_access",
        "written",
        "remedies",
        "answer_language",
        "complaint_forward",
        "complaint_window",
        "complaint_window_unnamed",
        "unconsidered_notice",
        "court",
        "no_superior",
        "suspension",
        "not_by_its_author",
        "send_back",
        "unsuspended",
    }
)


class Provenance(StrEnum):
    """How surely a rule is known."""

    VERIFIED = "verified"  # read in the law's own text
    SECONDARY = "secondary"  # told by others who have read it
    RECALLED = "recalled"  # from memory: a lawyer should look


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
    """One of the decisions in which a procedure may end; ``outcomes`` are the task outcomes it goes with.

    A favourable one gives what was asked for. One that is ``unforwarded`` is made by the body complained of,
    instead of sending the complaint on.
    """

    id: str
    titles: Titles
    citation: Citation
    outcomes: tuple[str, ...] = ()
    favourable: bool = False
    unforwarded: bool = False


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


def law_on(rulebooks: Iterable[Rulebook], day: date, kind: str | None = None) -> Law | None:
    """Return the law of an appeal of this *kind* (the usual one, if none is said) registered on that *day*.

    It is None where no law is known of that day and none was asked for. Raises NoRulebook or UnknownKind.
    """
    books = sorted(rulebooks, key=lambda each: each.effective)
    if kind is None and (not books or day < books[0].effective):
        return None
    if not books:
        raise NotInLaw(kind=kind)
    book = in_force(books, day)
    return law_of(book, book.kind(kind or book.kinds[0].id, day))


def began(rule: Rule, moments: Mapping[Start, datetime]) -> datetime | None:
    """Return the moment from which *rule* counts, or None if it has not come yet."""
    return carried(rule).begins(moments)


def due(rule: Rule, start: datetime, calendar: Calendar) -> datetime:
    """Return when the term of *rule* that began at *start* ends (UTC)."""
    return carried(rule).ends(start, calendar)


def carried(rule: Rule) -> LegalTerm:
    """Return *rule* as an appeal carries it."""
    return LegalTerm(
        rule.id, rule.citation.article, rule.term, rule.start, rule.restart, rule.start_day_counts
    )


def law_of(rulebook: Rulebook, kind: Kind) -> Law:
    """Return the slice of *rulebook* that an appeal of *kind* carries through its life."""
    extension, barred = kind.extension, kind.unextended or kind.term
    return Law(
        rulebook=rulebook.version,
        kind=kind.id,
        procedure=kind.procedure,
        term=carried(kind.term),
        rules=tuple(carried(rule) for rule in rulebook.rules if rule.id in CARRIED),
        decisions=tuple(
            LegalDecision(each.id, each.citation.article, each.outcomes, each.favourable, each.unforwarded)
            for each in kind.decisions
        ),
        grounds=tuple(LegalGround(each.id, each.citation.article, each.by) for each in kind.terminations),
        silence=carried(kind.silence) if kind.silence else None,
        extension=carried(extension.limit) if extension else None,
        extension_notice=carried(extension.notice) if extension else None,
        extended_by=extension.by if extension else (),
        barred="" if extension else barred.citation.article,
    )
