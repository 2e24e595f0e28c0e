"""What was decided, in the law's own terms and in the reader's language."""

from collections.abc import Iterable
from dataclasses import dataclass

from domain.events import Decided, Event
from domain.law.applicable_law import Law
from domain.law.rulebook import Decision, Kind, Rulebook, TerminationGround
from domain.state.appeal import Appeal
from domain.text.languages import Language
from schemas.http.responses.views import DecisionView


@dataclass(frozen=True, slots=True)
class DecisionPresenter:
    """Somebody with a language of their own, and the rulebooks that the law's words are looked up in."""

    rulebooks: tuple[Rulebook, ...]
    language: Language

    def present_decision(self, appeal: Appeal) -> DecisionView | None:
        """Return what was decided on *appeal*, None while nothing is, or where it runs by no law."""
        law, legal = appeal.plan.law, appeal.legal
        if law is None or not (legal.decision or legal.termination_ground):
            return None
        return DecisionView(
            code=legal.decision or None,
            title=self._decision_title(law, legal.decision),
            article=legal.decision_article,
            termination_ground=legal.termination_ground or None,
            termination_ground_title=self._ground_title(law, legal.termination_ground),
            remedies_stated=legal.remedies_stated,
            hearing_exception=legal.hearing_exception,
        )

    def legal_titles(self, appeal: Appeal, event: Event) -> dict[str, object]:
        """Return what the words of the law in *event* are called."""
        law = appeal.plan.law
        if law is None or not isinstance(event, Decided):
            return {}
        return {
            "title": self._decision_title(law, event.decision),
            "ground_title": self._ground_title(law, event.termination_ground),
        }

    def _decision_title(self, law: Law, name: str) -> str | None:
        return self._title_of(
            name, (each for kind in self._kinds_of_rulebook(law) for each in kind.decisions)
        )

    def _ground_title(self, law: Law, name: str) -> str | None:
        return self._title_of(
            name, (each for kind in self._kinds_of_rulebook(law) for each in kind.termination_grounds)
        )

    def _kinds_of_rulebook(self, law: Law) -> Iterable[Kind]:
        books = (book for book in self.rulebooks if book.version == law.rulebook)
        return (kind for book in books for kind in book.kinds if kind.id == law.kind)

    def _title_of(self, name: str, known: Iterable[Decision | TerminationGround]) -> str | None:
        """Return the title of what has this *name*; the name itself, of a rulebook that is not here."""
        found = next((each for each in known if each.id == name), None)
        title: str = getattr(found.titles, self.language) if found else name
        return title or None
