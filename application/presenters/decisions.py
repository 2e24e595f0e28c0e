"""Decisions in the terms of the law and in the reader's language."""

from collections.abc import Iterable
from dataclasses import dataclass

from domain.country.languages import Language
from domain.events import Decided, Event
from domain.law.applicable_law import Law
from domain.law.rulebook import Decision, Kind, Rulebook, TerminationGround
from domain.state.appeal import Appeal
from schemas.http.responses.views import DecisionView
from schemas.wire.task_status import DecisionSummary


@dataclass(frozen=True, slots=True)
class DecisionPresenter:
    """Presents decisions in one language, with titles from the rulebooks."""

    rulebooks: tuple[Rulebook, ...]
    language: Language

    def present_decision(self, appeal: Appeal) -> DecisionView | None:
        """Return the decision on *appeal*, None without one and where no law applies."""
        return self.present_summary(DecisionSummary.of(appeal))

    def present_summary(self, summary: DecisionSummary | None) -> DecisionView | None:
        """Return the decision of *summary* with its titles."""
        if summary is None:
            return None
        return DecisionView(
            code=summary.decision or None,
            title=self._decision_title(summary, summary.decision),
            article=summary.article,
            termination_ground=summary.termination_ground or None,
            termination_ground_title=self._ground_title(summary, summary.termination_ground),
            remedies_stated=summary.remedies_stated,
            hearing_exception=summary.hearing_exception,
        )

    def legal_titles(self, appeal: Appeal, event: Event) -> dict[str, object]:
        """Return the titles of the legal terms in *event*."""
        law = appeal.law
        if not isinstance(event, Decided):
            return {}
        return {
            "title": self._decision_title(law, event.decision),
            "termination_ground_title": self._ground_title(law, event.termination_ground),
        }

    def _decision_title(self, law: Law | DecisionSummary, name: str) -> str | None:
        return self._title_of(
            name, (each for kind in self._kinds_of_rulebook(law) for each in kind.decisions)
        )

    def _ground_title(self, law: Law | DecisionSummary, name: str) -> str | None:
        return self._title_of(
            name, (each for kind in self._kinds_of_rulebook(law) for each in kind.termination_grounds)
        )

    def _kinds_of_rulebook(self, law: Law | DecisionSummary) -> Iterable[Kind]:
        books = (book for book in self.rulebooks if book.version == law.rulebook)
        return (kind for book in books for kind in book.kinds if kind.id == law.kind)

    def _title_of(self, name: str, known: Iterable[Decision | TerminationGround]) -> str | None:
        """Return the title of what has this *name*; the name itself, if its rulebook is not loaded."""
        found = next((each for each in known if each.id == name), None)
        title: str = getattr(found.titles, self.language) if found else name
        return title or None
