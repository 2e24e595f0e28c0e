"""application.presenters.notice_text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from application.i18n import Words
from application.presenters.decisions import Reader
from domain.errors import UnknownOrganisation
from domain.events import Fact
from domain.evolve.appeal import evolve, replay
from domain.law.rulebook import Decision, Rulebook, Termination
from domain.policy.policy import Policy
from domain.projections.notices import Facts, Telling, told
from domain.state.appeal import Appeal
from domain.text.languages import Language
from domain.text.titles import Titles
from domain.worktime.terms import Term
from schemas.http.responses.citizen import CitizenNotice


@dataclass(frozen=True, slots=True)
class Teller:
    """Puts what is told into words: those of the catalog, and the titles of policy and rulebooks."""

    words: Words
    policy: Policy
    rulebooks: Sequence[Rulebook]
    reader: Reader

    def say(self, appeal: Appeal, telling: Telling) -> str:
        """Return the notice in the language of *appeal*."""
        language = Language(appeal.language)
        facts = self._named(language, appeal, {"number": appeal.number, **telling.facts})
        parts = [self.words.say(language, f"notice.{telling.key}", facts)]
        parts += [self.words.say(language, f"notice.{each}", facts) for each in WHY if each in facts]
        if telling.complaint is not None:
            where = self._named(language, appeal, telling.complaint)
            way, time = "complaint" if "body" in where else "court", "within" if "term" in where else "until"
            parts.append(self.words.say(language, f"notice.{way}.{time}", where))
        return " ".join(parts)

    def _named(self, language: Language, appeal: Appeal, facts: Facts) -> dict[str, str]:
        return {name: self._title(language, appeal, name, fact) for name, fact in facts.items() if fact}

    def _title(self, language: Language, appeal: Appeal, name: str, fact: str) -> str:
        match name:
            case "organisation" | "body" | "superior":
                return _in(self._organisation(fact), language, fact)
            case "term" | "objection" | "hearing" | "remarks":
                return self.words.term(language, Term.parse(fact))
            case "kind" | "decision" | "ground":
                return _in(self._legal(appeal, name, fact), language, fact)
            case "missing":
                return ", ".join(self.words.say(language, f"defect.{each}") for each in fact.split(", "))
            case _:
                return fact

    def _organisation(self, organisation: str) -> Titles | None:
        try:
            return self.policy.organisation(organisation).titles
        except UnknownOrganisation:
            return None

    def _legal(self, appeal: Appeal, name: str, fact: str) -> Titles | None:
        """Return what the appeal's rulebook calls a kind, or a decision or ground of its own kind."""
        law = appeal.plan.law
        kinds = (
            kind for book in self.rulebooks if law and book.version == law.rulebook for kind in book.kinds
        )
        if name == "kind":
            return next((kind.titles for kind in kinds if kind.id == fact), None)
        own = next((kind for kind in kinds if law and kind.id == law.kind), None)
        ends: tuple[Decision | Termination, ...] = (*own.decisions, *own.terminations) if own else ()
        return next((each.titles for each in ends if each.id == fact), None)


WHY = ("decision", "ground")


def _in(titles: Titles | None, language: Language, otherwise: str) -> str:
    title: str = getattr(titles, language, otherwise)
    return title


@dataclass(frozen=True, slots=True)
class Said:
    """What is told of a *fact*, with the appeal as it was *then* and as it is now."""

    then: Appeal
    latest: Appeal
    fact: Fact
    telling: Telling

    @property
    def place(self) -> tuple[UUID, int]:
        """Return what names it for good."""
        return self.latest.id, self.fact.seq


def _told(life: Sequence[Fact]) -> Iterator[Said]:
    """Yield what is told of one appeal, with what it was at that moment and what it is now."""
    latest, then = replay(life), None
    for fact in life:
        then = evolve(then, fact)
        telling = told(then, fact)
        if telling:
            yield Said(then, latest, fact, telling)


def told_to_citizen(teller: Teller, life: Sequence[Fact]) -> list[CitizenNotice]:
    """Return all that the applicant was to be told in the *life* of one appeal."""
    return [CitizenNotice(at=said.fact.at, text=teller.say(said.then, said.telling)) for said in _told(life)]
