"""Kinds: an appeal is treated as one of another kind, and its terms are reckoned anew."""

from collections.abc import Sequence
from datetime import datetime

from domain import commands as c
from domain import events as e
from domain.errors import Barred
from domain.events import KindChanged
from domain.evolve.statutory import with_law
from domain.identity.people import Group, Person, oversees
from domain.law.rule_ids import RuleId
from domain.law.vocabulary import Procedure
from domain.policy.plan import ROLE_OF_STEP, Step
from domain.rules.applicability import is_complaint_under
from domain.rules.closing import open_task
from domain.rules.duties import with_forwarding_term
from domain.state.appeal import Appeal
from domain.state.task import Purpose


def change_kind(appeal: Appeal, command: c.ChangeKind, now: datetime) -> Sequence[e.Event]:
    """Return that the terms are those of the other kind, by the rulebook of the day of registration.

    The body complained of has the law's own term, as if it had been registered so; it does not make
    something else of the complaint, nor one against another, but for those above a counter.
    """
    legal, law = appeal.legal, command.law
    same = command.complaint_against in {None, legal.complaint_against}
    own = _is_with_respondent(appeal) and command.by.organisation == legal.complaint_against
    still = law.procedure is Procedure.COMPLAINT and (same or _may_correct_respondent(appeal, command.by))
    if own and not still:
        raise Barred(article=appeal.law.article_of(RuleId.AUTHOR_EXCLUDED))
    after = with_law(appeal, law)
    told = KindChanged(
        law, appeal.statute_due, after.statute_due, command.text, command.complaint_against, command.superior
    )
    return [told] if same or legal.danger else [told, *_restart_main_task(appeal, command, now)]


def _is_with_respondent(appeal: Appeal) -> bool:
    """Tell whether this is a complaint that nobody above the body complained of has seen."""
    return is_complaint_under(appeal, RuleId.AUTHOR_EXCLUDED) and not appeal.legal.forwarded


def _may_correct_respondent(appeal: Appeal, by: Person) -> bool:
    """Tell whether *by* stands above the counter that has a complaint against itself, about no known act.

    None comes in so: it was the counter's own word, and may have been a mistake.
    """
    at_counter = appeal.group.role is ROLE_OF_STEP[Step.RECEPTION] and appeal.legal.complaint_about is None
    return at_counter and oversees(by, appeal.group, appeal.region)


def _respondent_group(appeal: Appeal, against: str) -> Group:
    """Return who works on a complaint *against* that body: those who had the appeal there, if it is its."""
    body = appeal.considering_body
    return body if body.organisation == against else Group(against, ROLE_OF_STEP[Step.AGENCY])


def _restart_main_task(appeal: Appeal, command: c.ChangeKind, now: datetime) -> Sequence[e.Event]:
    """Return that the body complained of has it by the law's term, or whoever has it has that no more.

    What tells of a danger stays where it is dealt with at once.
    """
    main, law, against = appeal.main_task, command.law, command.complaint_against
    if main is None or not (
        law.has_rule(RuleId.COMPLAINT_FORWARD) if against else main.rule_id == RuleId.COMPLAINT_FORWARD
    ):
        return []
    here = not against or against == main.group.organisation
    group = main.group if here else _respondent_group(appeal, str(against))
    step = Step.AGENCY if against else next(each for each in Step if ROLE_OF_STEP[each] is group.role)
    work = open_task(appeal, now, Purpose.WORK, step, group, offered=not here, text=command.text)
    again = with_forwarding_term(work, law) if against and command.superior else work
    kept = [e.TaskReassigned(again.task, group, main.holder)] if here and main.holder else []
    return [e.TaskCancelled(main.id), again, *kept]
