"""Kinds: an appeal is treated as one of another kind, and its terms are reckoned anew."""

from collections.abc import Sequence
from datetime import datetime

from domain import commands as c
from domain import events as e
from domain.errors import Barred
from domain.events import KindChanged
from domain.evolve.statutory import of_kind
from domain.identity.people import Group, Person, oversees
from domain.law.applicable_law import Procedure
from domain.law.rule_ids import FORWARD
from domain.policy.plan import WORKER_OF, Step
from domain.rules.applicability import complains
from domain.rules.closing import opened
from domain.rules.duties import to_forward
from domain.state.appeal import Appeal
from domain.state.task import Purpose

AUTHOR = "not_by_its_author"


def changed(appeal: Appeal, command: c.ChangeKind, now: datetime) -> Sequence[e.Event]:
    """Return that the terms are those of the other kind, by the rulebook of the day of registration.

    The body complained of has the law's own term, as if it had been registered so; it does not make
    something else of the complaint, nor one against another, but for those above a counter.
    """
    legal, law = appeal.legal, command.law
    same = command.against in {None, legal.against}
    own = _is_with_its_author(appeal) and command.by.organisation == legal.against
    still = law.procedure is Procedure.COMPLAINT and (same or _names_anew(appeal, command.by))
    if own and not still:
        raise Barred(article=appeal.law.article(AUTHOR))
    after = of_kind(appeal, law)
    told = KindChanged(
        law, appeal.statute_due, after.statute_due, command.text, command.against, command.superior
    )
    return [told] if same or legal.danger else [told, *_begun_anew(appeal, command, now)]


def _is_with_its_author(appeal: Appeal) -> bool:
    """Tell whether this is a complaint that nobody above the body complained of has seen."""
    return complains(appeal, AUTHOR) and not appeal.legal.forwarded


def _names_anew(appeal: Appeal, by: Person) -> bool:
    """Tell whether *by* stands above the counter that has a complaint against itself, about no known act.

    None comes in so: it was the counter's own word, and may have been a mistake.
    """
    at_counter = appeal.group.role is WORKER_OF[Step.RECEPTION] and appeal.legal.about is None
    return at_counter and oversees(by, appeal.group, appeal.region)


def _body(appeal: Appeal, against: str) -> Group:
    """Return who works on a complaint *against* that body: those who had the appeal there, if it is its."""
    body = appeal.considered_by
    return body if body.organisation == against else Group(against, WORKER_OF[Step.AGENCY])


def _begun_anew(appeal: Appeal, command: c.ChangeKind, now: datetime) -> Sequence[e.Event]:
    """Return that the body complained of has it by the law's term, or whoever has it has that no more.

    What tells of a danger stays where it is dealt with at once.
    """
    main, law, against = appeal.main_task, command.law, command.against
    if main is None or not (law.knows(FORWARD) if against else main.rule == FORWARD):
        return []
    here = not against or against == main.group.organisation
    group = main.group if here else _body(appeal, str(against))
    step = Step.AGENCY if against else next(each for each in Step if WORKER_OF[each] is group.role)
    work = opened(appeal, now, Purpose.WORK, step, group, offered=not here, text=command.text)
    again = to_forward(work, law) if against and command.superior else work
    kept = [e.TaskReassigned(again.task, group, main.holder)] if here and main.holder else []
    return [e.TaskCancelled(main.id), again, *kept]
