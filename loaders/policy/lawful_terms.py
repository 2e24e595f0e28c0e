"""Checks that no clock of a policy takes accepted work from its body before the term of the law ends."""

from collections.abc import Iterator

from domain.policy.escalation import EscalationTarget
from domain.policy.plan import Step
from domain.worktime.terms import Term
from loaders.policy.shape import PolicyDraft
from loaders.toml.form import Violation, valid_items

ARTICLES = {"kz": ("АППК 76(1)", "АППК 65(1)")}  # of the term, and of passing on at the counter


def check_lawful_terms(draft: PolicyDraft) -> Iterator[Violation]:
    """Yield each lapse and each level of the fallback queue that would end a body's work before its term.

    A policy without a law sets its terms itself. What was not accepted has a ladder of its own, and the
    urgent lane is excepted.
    """
    if not draft.law or draft.statute is None:
        return
    of_term, of_counter = ARTICLES.get(draft.law, (f"law = '{draft.law}'",) * 2)
    for step, clocks in (draft.steps or {}).items():
        if step is Step.RECEPTION or clocks is None:
            continue
        if clocks.lapse is not None:
            yield ("steps", step, "lapse"), f"under a law only {Step.RECEPTION} lapses: {of_counter}"
        ladder = (draft.ladders or {}).get(clocks.ladder)
        whole, ladder = draft.statute.budget, (draft.ladders or {}).get(clocks.ladder)
        shortest = min(_budgets(draft, step, clocks.budget, whole))
        for level in ladder.levels if ladder else ():
            if level.to is EscalationTarget.FALLBACK and not _is_after(whole, shortest, level.after):
                message = f"its level {level.to} is reached before the term of {whole} ends: "
                yield ("steps", step, "ladder"), f"{message}the work stays with its body, {of_term}"


def _budgets(draft: PolicyDraft, step: Step, usual: Term, whole: Term) -> Iterator[int]:
    """Yield the budgets of *step*, in units of the *whole* term; one of another unit counts as 0."""
    topics = (topic.budgets.get(step) for _, topic in valid_items("topics", draft.topics))
    for budget in (usual, *filter(None, topics)):
        yield budget.amount if budget.unit is whole.unit else 0


def _is_after(whole: Term, budget: int, after: Term) -> bool:
    """Return whether the *whole* term has ended *after* the end of a *budget* in its unit."""
    return after.unit is whole.unit and budget + after.amount >= whole.amount
