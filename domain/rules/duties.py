"""Duties: tasks that the law requires beside the work on the appeal itself, each with its legal term."""

from dataclasses import replace
from datetime import datetime

from domain import events as e
from domain.identity.people import Group
from domain.identity.uuid7 import derive_id
from domain.law.applicable_law import Law, LegalTerm
from domain.law.rule_ids import RuleId
from domain.state.appeal import Appeal
from domain.state.clock import ClockKind
from domain.state.standing import is_current_preliminary_notice
from domain.state.task import Duty, Purpose, Task

RETURN_RULES = frozenset({RuleId.RETURN_UNCORRECTED, RuleId.RETURN_IDENTICAL, RuleId.RETURN_OBSCENE})
CLOSING_NOTICE_RULES = RETURN_RULES | {
    RuleId.WRITTEN_DECISION,
    RuleId.TERMINATION_NOTICE,
    RuleId.UNCONSIDERED_NOTICE,
}


def open_duty(  # noqa: PLR0913 - the parameters of a duty
    appeal: Appeal,
    now: datetime,
    duty: Duty,
    rule: LegalTerm,
    *,
    group: Group | None = None,
    after: int = 0,
) -> e.TaskOpened:
    """Return the opening of a *duty* under *rule*, for the group that has the appeal, or for *group*.

    *after* is the number of tasks that the same decision opens before it. Where the law leaves the term
    to the body, it is that of the policy's side tasks.
    """
    task = derive_id(appeal.id, len(appeal.tasks) + 1 + after, now)
    return e.TaskOpened(
        task,
        Purpose.DUTY,
        appeal.step,
        group or appeal.group,
        is_offered=False,
        duty=duty,
        rule_id=rule.rule_id,
        budget=rule.term,
    )


def with_forwarding_term(work: e.TaskOpened, law: Law) -> e.TaskOpened:
    """Return *work* on a complaint for the body complained of, with the legal term of forwarding."""
    rule = law.rule(RuleId.COMPLAINT_FORWARD)
    return replace(work, rule_id=rule.rule_id, budget=rule.term)


def notice_still_holds(appeal: Appeal, task: Task) -> bool:
    """Return whether the notice required by *task* is still true of *appeal*."""
    law, legal = appeal.law, appeal.legal
    put_off = law.extension_notice.rule_id if law.extension_notice else ""
    holds: dict[str, bool] = {
        RuleId.HEARING: is_current_preliminary_notice(appeal, task),
        RuleId.DEFECT_CORRECTION: legal.pending_correction is not None
        or appeal.clock(ClockKind.DEFECT_CORRECTION) is not None
        or legal.defect_correction_lapsed_at is not None,
        put_off: appeal.progress.extensions > 0,
        **dict.fromkeys(CLOSING_NOTICE_RULES, appeal.is_closed),
    }
    return holds.get(task.rule_id, True)


def open_transfer_notice(
    appeal: Appeal, now: datetime, rule: LegalTerm | None, *, after: int = 0
) -> list[e.TaskOpened]:
    """Return the duty to notify the applicant of a transfer under *rule*, by the law's own term for it."""
    own = appeal.law.find_rule(RuleId.REDIRECT_NOTICE)
    due = replace(rule, term=own.term) if rule and own else rule
    return open_notice_duty(appeal, now, due, after=after)


def open_notice_duty(
    appeal: Appeal, now: datetime, rule: LegalTerm | None, *, group: Group | None = None, after: int = 0
) -> list[e.TaskOpened]:
    """Return the duty to notify the applicant; none without a rule, or for an anonymous appeal."""
    if rule is None or appeal.origin.anonymous:
        return []
    return [open_duty(appeal, now, Duty.NOTICE, rule, group=group, after=after)]
