"""Redirect (АППК 65(1)): an appeal goes to the competent body, where its term begins again.

The hand-over is electronic: the receiver has the appeal the moment it is sent, so its term begins then.
A body that had the appeal before gets it back under the term it left, so redirects to and fro gain no
time, and no term begins while the fallback queue decides on the competence.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from domain import commands as c
from domain import events as e
from domain.commands import Refer
from domain.errors import RedirectRequired, SameAssignee, TermExpired
from domain.identity.people import Group, Person, oversees
from domain.law.applicable_law import LegalTerm
from domain.law.rule_ids import RuleId
from domain.law.vocabulary import TermStart
from domain.policy.plan import ROLE_OF_STEP, Step
from domain.rules.applicability import awaits_forwarding, is_at_public_reception
from domain.rules.closing import cancel_obsolete_notices, cancel_open_tasks, open_task
from domain.rules.duties import open_transfer_notice, with_forwarding_term
from domain.rules.permissions import acts_by_override
from domain.rules.statute import redirected_statute_clock
from domain.state.appeal import Appeal
from domain.state.clock import Clock
from domain.state.task import OFF_MAIN_PATH, Purpose, Task

MAX_UNDISPUTED_REDIRECTS = 2  # redirects without dispute; the next one goes to the fallback queue


def redirect(appeal: Appeal, task: Task, command: c.Redirect, now: datetime) -> Sequence[e.Event]:
    """Return the redirect to another body with the duty to notify, or the dispute of competence."""
    rule = appeal.law.rule(RuleId.REDIRECT)
    overridden = acts_by_override(appeal, task, command)
    receiver = receiver_of(appeal, task, command.to_organisation, rule)
    check_redirect_term(appeal, task, command.by, rule, now)
    sent = replace(
        redirected(appeal, task, receiver, rule.article, now),
        text=command.text,
        overridden=overridden,
        superior=command.superior,
        kept_by=task.group if command.is_external else None,
    )
    if _is_disputed(appeal, task, sent):
        return _dispute_competence(appeal, task, sent, now)
    return [*hand_over(appeal, sent, now), *open_transfer_notice(appeal, now, rule, after=1)]


def redirected(appeal: Appeal, task: Task, receiver: Group, article: str, now: datetime) -> e.Redirected:
    """Return that *receiver* gets the appeal, with its statute clock there."""
    restarts = _restarts_term(appeal, receiver)
    clock = redirected_statute_clock(appeal, receiver, now, restarts_term=restarts)
    return e.Redirected(task.id, receiver, article, restarts_term=restarts, statute_clock=clock)


def hand_over(appeal: Appeal, sent: e.Redirected, now: datetime, *, urgent: bool = False) -> list[e.Event]:
    """Return the events of a transfer: side work ends, and the receiver is offered the appeal.

    Open notices of the previous body that are no longer true are cancelled. A body outside the system is
    offered nothing: the group that keeps its task awaits the answer, under the clocks of the work.
    """
    offered = sent.group != appeal.plan.fallback and sent.kept_by is None
    work = open_task(
        appeal,
        now,
        Purpose.WORK,
        Step.AGENCY,
        sent.kept_by or sent.group,
        offered=offered,
        text=sent.text,
        urgent=urgent,
        superior=sent.superior,
    )
    if sent.kept_by is not None:  # the body that considers it is named by the redirect
        work = replace(work, considering_body=None, considering_superior=None)
    complaint = awaits_forwarding(appeal) and sent.superior is not None
    ended = [*cancel_open_tasks(appeal, sent.task), *cancel_obsolete_notices(appeal, sent, now)]
    return [sent, *ended, with_forwarding_term(work, appeal.law) if complaint else work]


def referral_notice(
    appeal: Appeal, task: Task, command: Refer, group: Group, now: datetime
) -> Sequence[e.Event]:
    """Return the duty to notify the applicant of a referral between agencies that the law has redirected.

    A referral does not restart the term, but the deadline of a redirect applies to it.
    """
    if not appeal.law.has_rule(RuleId.REDIRECT) or not is_transfer_to_other_body(task, command.step, group):
        return []
    rule = appeal.law.rule(RuleId.REDIRECT)
    check_redirect_term(appeal, task, command.by, rule, now)
    return open_transfer_notice(appeal, now, rule, after=1)


def transfer_from_reception(
    appeal: Appeal, task: Task, group: Group, now: datetime
) -> tuple[Clock | None, Sequence[e.Event]]:
    """Return the term and the duty to notify with which a public reception passes *task* on to a body.

    It is no body itself (4(1)7), so that is a redirect, and not a hand-off inside one: the body's term begins
    with the receipt, but only once, and the applicant is notified at the same time.
    """
    rule = appeal.law.find_rule(RuleId.REDIRECT)
    is_sent = task.step is Step.RECEPTION and group.role is ROLE_OF_STEP[Step.AGENCY]
    if rule is None or not is_sent or not is_at_public_reception(appeal):
        return None, []
    restarts = _restarts_term(appeal, group)
    clock = redirected_statute_clock(appeal, group, now, restarts_term=restarts)
    return clock, open_transfer_notice(appeal, now, rule, after=1)


def is_transfer_to_other_body(task: Task, step: Step, group: Group) -> bool:
    """Return whether an agency sends its work to another one, which the law calls a redirect."""
    return task.step is step is Step.AGENCY and group.organisation != task.group.organisation


def check_reassignment(appeal: Appeal, task: Task, group: Group) -> None:
    """Refuse to reassign the work of an agency to another body than the one that considers the appeal.

    That is a redirect: with notice to the applicant, a term for the receiver, and a record of the bodies.
    """
    sent = task.purpose is Purpose.WORK and is_transfer_to_other_body(task, task.step, group)
    competence, body = appeal.legal.competence, appeal.considering_body.organisation
    back = group.organisation == body or competence.is_kept_by(group.organisation)
    if sent and not back and appeal.law.has_rule(RuleId.REDIRECT):
        raise RedirectRequired(article=appeal.law.article_of(RuleId.REDIRECT))


def receiver_of(appeal: Appeal, task: Task, to: str, rule: LegalTerm) -> Group:
    """Return the group of the organisation *to* for the work of *task*, or refuse if it has the task."""
    if to == (appeal.legal.competence.external_body or task.group.organisation):
        raise SameAssignee(group=task.group, article=rule.article)
    return Group(to, ROLE_OF_STEP[Step.AGENCY])


def check_redirect_term(appeal: Appeal, task: Task, by: Person, rule: LegalTerm, now: datetime) -> None:
    """Refuse a redirect after its deadline, except by overseers and the fallback queue."""
    ended = rule.ends_at(_received_at(appeal, task, rule), appeal.calendar)
    free = task.group == appeal.plan.fallback or oversees(by, task.group, appeal.origin.region)
    if now > ended and not free:
        raise TermExpired(ended=ended.isoformat(), article=rule.article)


def _restarts_term(appeal: Appeal, receiver: Group) -> bool:
    """Return whether *receiver* gets a whole term: if the law restarts it, and it never had the appeal."""
    return appeal.law.term.restart is not None and receiver.organisation not in bodies_so_far(appeal)


def bodies_so_far(appeal: Appeal) -> frozenset[str]:
    """Return the organisations that have or had the appeal, by redirect or referral."""
    path = {task.group.organisation for task in appeal.tasks if task.purpose not in OFF_MAIN_PATH}
    return frozenset(
        {*appeal.legal.competence.previous_bodies, *appeal.legal.competence.relieved_bodies, *path}
    )


def _received_at(appeal: Appeal, task: Task, rule: LegalTerm) -> datetime:
    """Return when the body that has *task* received it; an earlier body gets no new days."""
    body, legal = task.group.organisation, appeal.legal
    if legal.competence.is_kept_by(body):
        return legal.competence.received_at or appeal.origin.received_at
    if body in {*legal.competence.previous_bodies, *legal.competence.relieved_bodies}:
        return legal.competence.previous_term_start(body) or appeal.origin.received_at
    first = next(
        each
        for each in appeal.tasks
        if each.purpose is Purpose.WORK
        and each.group.organisation == body
        and (legal.competence.received_at is None or each.opened_at >= legal.competence.received_at)
    )
    received = appeal.origin.received_at if first is appeal.tasks[0] else first.opened_at
    moments = {
        TermStart.RECEIVED: received,
        TermStart.REGISTERED: legal.competence.received_at or appeal.origin.registered_at,
    }
    return rule.starts_at(moments) or received


def _is_disputed(appeal: Appeal, task: Task, sent: e.Redirected) -> bool:
    """Return whether the redirect is disputed; a decision of the fallback queue is final."""
    final = task.group == appeal.plan.fallback
    back = sent.group.organisation in bodies_so_far(appeal)
    return not final and (back or len(appeal.legal.competence.previous_bodies) >= MAX_UNDISPUTED_REDIRECTS)


def _dispute_competence(appeal: Appeal, task: Task, asked: e.Redirected, now: datetime) -> list[e.Event]:
    """Return the transfer to the fallback queue instead of the redirect *asked* for, without a new term."""
    chain = (*appeal.legal.competence.previous_bodies, task.group.organisation, asked.group.organisation)
    sent = e.Redirected(
        task.id,
        appeal.plan.fallback,
        asked.article,
        restarts_term=False,
        text=asked.text,
        overridden=asked.overridden,
    )
    return [e.CompetenceDisputed(task.id, chain), *hand_over(appeal, sent, now)]
