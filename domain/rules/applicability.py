"""The applicability of commands to an appeal and a task, and the competence that decisions require."""

from domain.commands import TaskCommand
from domain.errors import (
    AppealClosed,
    AppealNotClosed,
    NotAllowedForPurpose,
    NotAllowedInStatus,
    NotAllowedInTaskState,
    NotCompetentToDecide,
    TaskClosed,
)
from domain.identity.people import Group, Person
from domain.law.rule_ids import RuleId
from domain.law.vocabulary import Procedure
from domain.policy.plan import ASSISTING_STEPS, Step
from domain.rules.command_spec import CommandSpec, TaskCommandSpec
from domain.rules.lifecycle import ONLY_CLOSED, Verb
from domain.rules.remedies import superior_of
from domain.state.appeal import Appeal
from domain.state.task import Purpose, Task


def check_status(appeal: Appeal, spec: CommandSpec, task: Task | None = None) -> None:
    """Refuse a command that the status of the appeal does not allow; a duty remains after its appeal."""
    if appeal.status in spec.statuses or (task is not None and task.duty is not None):
        return
    if appeal.is_closed:
        raise AppealClosed(outcome=appeal.progress.outcomes[-1])
    if spec.statuses == ONLY_CLOSED:
        raise AppealNotClosed(status=appeal.status)
    article = appeal.law.cite(spec.status_rule) if spec.status_rule else ""
    cited = {"article": article} if article else {}
    raise NotAllowedInStatus(verb=spec.verb, status=appeal.status, **cited)


def check_applicable(appeal: Appeal, task: Task, spec: TaskCommandSpec[TaskCommand]) -> None:
    """Refuse a command that does not apply to *task* in its present state, for any sender."""
    if not task.is_open:
        raise TaskClosed(state=task.state)
    if task.purpose in spec.purposes:
        _check_law(appeal, task, spec)
    if task.state not in spec.states:
        raise NotAllowedInTaskState(verb=spec.verb, state=task.state)
    for condition in spec.conditions:
        condition.check(appeal, task, spec)
    if not spec.suits(task):
        raise NotAllowedForPurpose(verb=spec.verb, purpose=task.purpose)


def is_complaint_under(appeal: Appeal, rule: RuleId) -> bool:
    """Return whether the appeal is a complaint under a law that has this *rule* of complaints."""
    return appeal.law.has_rule(rule) and appeal.law.procedure is Procedure.COMPLAINT


def awaits_forwarding(appeal: Appeal) -> bool:
    """Return whether the appeal is a complaint that is still with the body complained of (АППК 91(4)).

    A body without a superior decides itself (91(6)); so does another body that deals with a danger.
    """
    legal = appeal.legal
    saves = legal.danger is not None and appeal.considering_body.organisation != legal.complaint.against
    decides = saves or (appeal.step is Step.AGENCY and has_no_superior(appeal))
    return (
        is_complaint_under(appeal, RuleId.COMPLAINT_FORWARD)
        and not legal.complaint.is_forwarded
        and not decides
    )


def is_to_be_forwarded(appeal: Appeal) -> bool:
    """Return whether the appeal is a complaint to be forwarded to the superior of the considering body."""
    return awaits_forwarding(appeal) and not has_no_superior(appeal)


def has_no_superior(appeal: Appeal) -> bool:
    """Return whether the considering body has no superior: the remedy is then the court (АППК 91(6))."""
    return superior_of(appeal) in {None, appeal.group}


def is_held_for_deciding_body(appeal: Appeal) -> bool:
    """Return whether the fallback queue has a complaint on which another body decides."""
    queue, deciding = appeal.plan.fallback, {appeal.considering_body, appeal.legal.competence.superior}
    return (
        is_complaint_under(appeal, RuleId.COMPLAINT_FORWARD)
        and appeal.group == queue
        and queue not in deciding
    )


def is_assistance(appeal: Appeal, task: Task) -> bool:
    """Return whether *task* is assistance to the body that requested it and is competent to decide."""
    asked = task.purpose is Purpose.WORK and task.step in ASSISTING_STEPS and task.origin_task is not None
    return asked and appeal.law.has_rule(RuleId.DUTY_TO_ACCEPT)


def check_not_held_for_deciding_body(appeal: Appeal) -> None:
    """Refuse to end a complaint in the fallback queue, which only passes it on to the body named."""
    if not is_held_for_deciding_body(appeal):
        return
    superior, article = superior_of(appeal), appeal.law.article_of(RuleId.COMPLAINT_FORWARD)
    up = superior if is_to_be_forwarded(appeal) else None
    to, verb = up or appeal.considering_body, Verb.FORWARD_COMPLAINT if up else Verb.REFER
    raise NotCompetentToDecide(instead=verb, organisation=to.organisation, article=article)


def check_competence(appeal: Appeal, task: Task) -> None:
    """Refuse an adverse decision by a body that only assists, or only passes a complaint on."""
    check_not_held_for_deciding_body(appeal)
    if task.origin_task is not None and is_assistance(appeal, task):
        asked_by = appeal.task(task.origin_task).group.organisation
        raise NotCompetentToDecide(
            instead=Verb.RETURN, organisation=asked_by, article=appeal.law.article_of(RuleId.DUTY_TO_ACCEPT)
        )


def check_power_to_decide(appeal: Appeal, by: Person) -> None:
    """Refuse an act by a person of another organisation than the body that considers the appeal (АППК 4(1)4).

    A public reception is no body (4(1)7): it refers the appeal to the one that is competent.
    What a body outside the system decided is entered by the organisation that awaits it.
    """
    power, body, main = appeal.law.find_rule(RuleId.POWER_TO_DECIDE), _deciding_body(appeal), appeal.main_task
    is_public = is_at_public_reception(appeal)
    if power is None or (by.organisation == body.organisation and not is_public):
        return
    if appeal.legal.competence.is_kept_by(by.organisation):
        return
    assists = main is not None and is_assistance(appeal, main)
    competent = appeal.plan.default_receiver(Step.AGENCY, None) if is_public and not assists else None
    raise NotCompetentToDecide(
        instead=Verb.RETURN if assists else Verb.REFER,
        organisation=(competent or body).organisation,
        article=power.article,
    )


def is_at_public_reception(appeal: Appeal) -> bool:
    """Return whether the appeal is at a counter that makes no acts, since it belongs to no body."""
    power, body = appeal.law.has_rule(RuleId.POWER_TO_DECIDE), _deciding_body(appeal)
    return power and appeal.plan.is_public_reception(body)


def _deciding_body(appeal: Appeal) -> Group:
    """Return the body whose people decide: the considering one, or the superior that has a complaint."""
    superior = appeal.legal.competence.superior
    is_with_superior = appeal.law.procedure is Procedure.COMPLAINT and appeal.group == superior
    return superior if superior and is_with_superior else appeal.considering_body


def _check_law(appeal: Appeal, task: Task, spec: TaskCommandSpec[TaskCommand]) -> None:
    """Refuse what the law of the appeal forbids or does not provide."""
    if spec.competence is not None:
        spec.competence.check(appeal, task, spec)
    if spec.rule_id:
        appeal.law.rule(spec.rule_id)
    for condition in spec.legal_conditions:
        condition.check(appeal, task, spec)
