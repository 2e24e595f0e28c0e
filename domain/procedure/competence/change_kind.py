"""The change of an appeal's kind, and of its terms with it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from domain import commands as c
from domain import events as e
from domain.errors import Barred
from domain.events import KindChanged
from domain.identity.people import Group, Person, oversees
from domain.law.applicable_law import Law
from domain.law.rule_ids import RuleId
from domain.law.vocabulary import Procedure
from domain.policy.plan import ROLE_OF_STEP, Step
from domain.rules.applicability import is_complaint_under
from domain.rules.closing import open_task
from domain.rules.duties import with_forwarding_term
from domain.rules.statute import statute_clock_under
from domain.state.appeal import Appeal, with_clock
from domain.state.task import Purpose


def change_kind(appeal: Appeal, command: c.ChangeKind, now: datetime) -> Sequence[e.Event]:
    """Return the change to the other kind, with its terms from the rulebook of the day of registration.

    The body complained of gets the legal term as if the appeal had been registered so; it may not change the
    kind of the complaint, nor the respondent, except for superiors of the counter.
    """
    legal, law = appeal.legal, replace(command.law, behaviour=appeal.law.behaviour)
    same = command.complaint_against in {None, legal.complaint.against}
    own = _is_with_respondent(appeal) and command.by.organisation == legal.complaint.against
    still = law.procedure is Procedure.COMPLAINT and (same or _may_correct_respondent(appeal, command.by))
    if own and not still:
        raise Barred(article=appeal.law.article_of(RuleId.AUTHOR_EXCLUDED))
    clock = statute_clock_under(appeal, law)
    changed = KindChanged(
        law,
        appeal.statute_due,
        with_clock(replace(appeal, law=law), clock).statute_due,
        clock,
        command.text,
        command.complaint_against,
        command.superior,
        ends_information_wait=not same and _goes_to_respondent(appeal, law, command.complaint_against),
    )
    return [changed] if same or legal.danger else [changed, *_restart_main_task(appeal, command, now)]


def _goes_to_respondent(appeal: Appeal, law: Law, against: str | None) -> bool:
    """Return whether the complaint goes to another body, which awaits no answer to earlier questions."""
    sent = against not in {None, "", appeal.group.organisation}
    return sent and law.has_rule(RuleId.COMPLAINT_FORWARD)


def _is_with_respondent(appeal: Appeal) -> bool:
    """Return whether the appeal is a complaint that is not forwarded from the body complained of."""
    return is_complaint_under(appeal, RuleId.AUTHOR_EXCLUDED) and not appeal.legal.complaint.is_forwarded


def _may_correct_respondent(appeal: Appeal, by: Person) -> bool:
    """Return whether *by* is superior to the counter that has a complaint against itself, about no known act.

    Such a complaint was addressed by the counter itself, possibly by mistake.
    """
    at_counter = appeal.group.role is ROLE_OF_STEP[Step.RECEPTION] and appeal.legal.complaint.about is None
    return at_counter and oversees(by, appeal.group, appeal.origin.region)


def _respondent_group(appeal: Appeal, against: str) -> Group:
    """Return the group for a complaint *against* that body: the present one if it belongs to the body."""
    body = appeal.considering_body
    return body if body.organisation == against else Group(against, ROLE_OF_STEP[Step.AGENCY])


def _restart_main_task(appeal: Appeal, command: c.ChangeKind, now: datetime) -> Sequence[e.Event]:
    """Return the main task opened again, with the legal term for the body complained of or without it.

    An appeal with a danger stays with the body that deals with it.
    """
    main, law, against = appeal.main_task, command.law, command.complaint_against
    if main is None or not (
        law.has_rule(RuleId.COMPLAINT_FORWARD) if against else main.rule_id == RuleId.COMPLAINT_FORWARD
    ):
        return []
    here = not against or against == main.group.organisation
    group = main.group if here else _respondent_group(appeal, str(against))
    step = Step.AGENCY if against else next(each for each in Step if ROLE_OF_STEP[each] is group.role)
    superior = command.superior if against else None
    under_law = replace(appeal, law=law)
    work = open_task(
        under_law, now, Purpose.WORK, step, group, offered=not here, text=command.text, superior=superior
    )
    again = with_forwarding_term(work, law) if against and command.superior else work
    kept = [e.TaskReassigned(again.task, group, main.holder)] if here and main.holder else []
    return [e.TaskCancelled(main.id), again, *kept]
