"""The vocabulary: titles of all values, and the kinds, decisions and grounds of the law."""

from collections.abc import Sequence
from datetime import date
from functools import cache

from domain.law.rulebook import Decision, Kind, Rulebook, TerminationGround, rulebook_in_force
from domain.state.task import TaskOutcome
from schemas.http.directory import TitlesView
from schemas.http.vocabulary import (
    KindTermView,
    LegalDecisionTermView,
    RulebookTermsView,
    TerminationGroundTermView,
    TermView,
    VocabularyView,
)
from schemas.vocabulary.registry import ENUMERATIONS


def read_vocabulary(rulebooks: Sequence[Rulebook], today: date) -> VocabularyView:
    """Return all values of the API with their titles, and the kinds of all *rulebooks*."""
    books = sorted(rulebooks, key=lambda book: book.effective, reverse=True)
    is_law_known = bool(books) and books[-1].effective <= today
    current = rulebook_in_force(books, today) if is_law_known else None
    return VocabularyView(
        enumerations=_enumerations(),
        rulebooks=[
            RulebookTermsView(
                rulebook=book.version,
                effective=book.effective,
                in_force=book is current,
                kinds=[_present_kind(kind) for kind in book.kinds],
            )
            for book in books
        ],
    )


@cache
def _enumerations() -> dict[str, list[TermView]]:
    return {
        name: [
            TermView(code=code, titles=TitlesView.model_validate(titles)) for code, titles in values.items()
        ]
        for name, values in ENUMERATIONS.items()
    }


def _present_kind(kind: Kind) -> KindTermView:
    return KindTermView(
        code=kind.id,
        titles=TitlesView.model_validate(kind.titles),
        article=kind.citation.article,
        procedure=kind.procedure,
        since=kind.since,
        decisions=[_present_decision(each) for each in kind.decisions],
        termination_grounds=[_present_ground(each) for each in kind.termination_grounds],
    )


def _present_decision(decision: Decision) -> LegalDecisionTermView:
    return LegalDecisionTermView(
        code=decision.id,
        titles=TitlesView.model_validate(decision.titles),
        article=decision.citation.article,
        favourable=decision.is_favourable,
        outcomes=[TaskOutcome(each) for each in decision.outcomes],
    )


def _present_ground(ground: TerminationGround) -> TerminationGroundTermView:
    return TerminationGroundTermView(
        code=ground.id,
        titles=TitlesView.model_validate(ground.titles),
        article=ground.citation.article,
        offices=list(ground.offices),
    )
