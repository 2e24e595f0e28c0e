"""What was decided, in the law's own terms and in the reader's language."""

from collections.abc import Iterable
from dataclasses import dataclass

from domain.events import Decided, Event
from domain.law.applicable_law import Law
from domain.law.rulebook import Decision, Kind, Rulebook, Termination
from domain.state.appeal import Appeal
from domain.text.languages import Language
from schemas.http.responses.views import VerdictView


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody with a language of their own, and the rulebooks that the law's words are looked up in."""

    rulebooks: tuple[Rulebook, ...]
    language: Language

    def verdict(self, appeal: Appeal) -> VerdictView | None:
        """Return what was decided on *appeal*, None while nothing is, or where it runs by no law."""
        law, legal = appeal.plan.law, appeal.legal
        if law is None or not (legal.decision or legal.ground):
            return None
        return VerdictView(
            decision=legal.decision or None,
            title=self._decision(law, legal.decision),
            article=legal.article,
            ground=legal.ground or None,
            ground_title=self._ground(law, legal.ground),
            remedies=legal.remedies,
            hearing_exception=legal.exception,
        )

    def titles(self, appeal: Appeal, event: Event) -> dict[str, object]:
        """Return what the words of the law in *event* are called."""
        law = appeal.plan.law
        if law is None or not isinstance(event, Decided):
            return {}
        return {
            "title": self._decision(law, event.decision),
            "ground_title": self._ground(law, event.ground),
        }

    def _decision(self, law: Law, name: str) -> str | None:
        return self._called(name, (each for kind in self._kinds(law) for each in kind.decisions))

    def _ground(self, law: Law, name: str) -> str | None:
        return self._called(name, (each for kind in self._kinds(law) for each in kind.terminations))

    def _kinds(self, law: Law) -> Iterable[Kind]:
        books = (book for book in self.rulebooks if book.version == law.rulebook)
        return (kind for book in books for kind in book.kinds if kind.id == law.kind)

    def _called(self, name: str, known: Iterable[Decision | Termination]) -> str | None:
        """Return the title of what has this *name*; the name itself, of a rulebook that is not here."""
        found = next((each for each in known if each.id == name), None)
        title: str = getattr(found.titles, self.language) if found else name
        return title or None
