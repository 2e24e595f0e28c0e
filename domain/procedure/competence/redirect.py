"""Redirect (АППК 65(1)): an appeal goes to the body that is competent, and its term begins anew there.

The hand-over is electronic: the receiver has the appeal the moment it is sent, so its term begins then.
Going back and forth gains nobody time: whoever had the appeal before gets it back under the term it left,
and while the fallback queue decides whose it is no term begins.
"""

from collections.abc import Sequence
from datetime import datetime

from domain import commands as c
from domain import events as e
from domain.commands import Refer
from domain.errors import RedirectInstead, SameReceiver, TooLate
from domain.identity.people import Group, Person, oversees
from domain.law.applicable_law import LegalTerm, Start
from domain.law.rule_ids import COUNT
from domain.policy.plan import WORKER_OF, Step
from domain.rules.applicability import awaits_forward
from domain.rules.closing import cancelled, opened, overtaken
from domain.rules.duties import notice, to_forward
from domain.rules.lifecycle import Verb
from domain.rules.permissions import check_holder
from domain.state.appeal import Appeal
from domain.state.task import BESIDE, Purpose, Task

REDIRECT = "redirect"
UNDISPUTED = 2  # so many redirects are believed; at the next one somebody decides whose the appeal is


def redirected(appeal: Appeal, task: Task, command: c.Redirect, now: datetime) -> Sequence[e.Event]:
    """Return that the appeal goes to another body and the applicant is to be told; or that it is disputed."""
    rule = appeal.law.rule(REDIRECT)
    overridden = check_holder(appeal, task, command.by, Verb.REDIRECT, override=command.override)
    receiver = receiver_of(task, command.to, rule)
    check_term(appeal, task, command.by, rule, now)
    sent = e.Redirected(
        task.id,
        receiver,
        rule.article,
        restarts=begins_anew(appeal, receiver),
        text=command.text,
        overridden=overridden,
        superior=command.superior,
    )
    if _is_disputed(appeal, task, sent):
        return _disputed(appeal, task, sent, now)
    return [*handed_over(appeal, sent, now), *notice(appeal, now, rule, after=1)]


def handed_over(appeal: Appeal, sent: e.Redirected, now: datetime, *, urgent: bool = False) -> list[e.Event]:
    """Return that the appeal is *sent*: what was asked beside it ends, and the receiver is offered it.

    What the body before was still to tell, and is so no more, it need not tell.
    """
    offered = sent.group != appeal.plan.fallback
    work = opened(
        appeal, now, Purpose.WORK, Step.AGENCY, sent.group, offered=offered, text=sent.text, urgent=urgent
    )
    complaint = awaits_forward(appeal) and sent.superior is not None
    ended = [*cancelled(appeal, sent.task), *overtaken(appeal, sent, now)]
    return [sent, *ended, to_forward(work, appeal.law) if complaint else work]


def told_of_another_body(
    appeal: Appeal, task: Task, command: Refer, group: Group, now: datetime
) -> Sequence[e.Event]:
    """Return that the applicant is told, where an agency refers to another what the law has it redirect.

    Its whole term does not begin anew by that; but whoever comes too late to redirect is too late for it.
    """
    if not appeal.knows(REDIRECT) or not is_sideways(task, command.step, group):
        return []
    rule = appeal.law.rule(REDIRECT)
    check_term(appeal, task, command.by, rule, now)
    return notice(appeal, now, rule, after=1)


def is_sideways(task: Task, step: Step, group: Group) -> bool:
    """Tell whether an agency sends its work to another one, which the law calls a redirect."""
    return task.step is step is Step.AGENCY and group.organisation != task.group.organisation


def check_reassigned(appeal: Appeal, task: Task, group: Group) -> None:
    """Refuse to move the work of an agency to another body as if they were one.

    That is a redirect: the applicant is told, the receiver has its term, and who had the appeal is known.
    """
    sent = task.purpose is Purpose.WORK and is_sideways(task, task.step, group)
    if sent and appeal.knows(REDIRECT, COUNT):
        raise RedirectInstead(article=appeal.law.article(REDIRECT))


def receiver_of(task: Task, to: str, rule: LegalTerm) -> Group:
    """Return who gets what is sent to this organisation, or refuse to send it where it is."""
    if to == task.group.organisation:
        raise SameReceiver(group=task.group, article=rule.article)
    return Group(to, WORKER_OF[Step.AGENCY])


def check_term(appeal: Appeal, task: Task, by: Person, rule: LegalTerm, now: datetime) -> None:
    """Refuse to send on what came too long ago; not to those above, nor to the queue of disputes."""
    ended = rule.ends(_received(appeal, task, rule), appeal.calendar)
    free = task.group == appeal.plan.fallback or oversees(by, task.group, appeal.region)
    if now > ended and not free:
        raise TooLate(ended=ended.isoformat(), article=rule.article)


def begins_anew(appeal: Appeal, receiver: Group) -> bool:
    """Tell whether *receiver* has its whole term: if the law gives it one, and it never had the appeal."""
    return appeal.law.term.restart is not None and receiver.organisation not in had(appeal)


def had(appeal: Appeal) -> frozenset[str]:
    """Return the organisations that have the appeal or had it, sent to them by the law or referred."""
    path = {task.group.organisation for task in appeal.tasks if task.purpose not in BESIDE}
    relieved = appeal.legal.relieved if appeal.law.knows(COUNT) else ()
    return frozenset({*appeal.legal.bodies, *relieved, *path})


def _received(appeal: Appeal, task: Task, rule: LegalTerm) -> datetime:
    """Return when the body that has *task* received it; one that had the appeal before has no new days."""
    body, legal = task.group.organisation, appeal.legal
    if appeal.law.knows(COUNT) and body in {*legal.bodies, *legal.relieved}:
        return legal.began(body) or appeal.received_at
    first = next(
        each
        for each in appeal.tasks
        if each.purpose is Purpose.WORK
        and each.group.organisation == body
        and (legal.reached is None or each.opened >= legal.reached)
    )
    received = appeal.received_at if first is appeal.tasks[0] else first.opened
    moments = {Start.RECEIVED: received, Start.REGISTERED: legal.reached or appeal.registered_at}
    return rule.begins(moments) or received


def _is_disputed(appeal: Appeal, task: Task, sent: e.Redirected) -> bool:
    """Tell whether the appeal goes back and forth. What the fallback queue decides is final."""
    final = task.group == appeal.plan.fallback
    back = sent.group.organisation in had(appeal)
    return not final and (back or len(appeal.legal.bodies) >= UNDISPUTED)


def _disputed(appeal: Appeal, task: Task, asked: e.Redirected, now: datetime) -> list[e.Event]:
    """Return that the fallback queue gets what *task*'s body would send on, and no term begins anew by it."""
    chain = (*appeal.legal.bodies, task.group.organisation, asked.group.organisation)
    sent = e.Redirected(
        task.id,
        appeal.plan.fallback,
        asked.article,
        restarts=False,
        text=asked.text,
        overridden=asked.overridden,
    )
    return [e.CompetenceDisputed(task.id, chain), *handed_over(appeal, sent, now)]
