"""Duties: what the law asks for beside the work on the appeal itself, each a task with the law's own term."""

from dataclasses import replace
from datetime import datetime

from domain import events as e
from domain.identity.people import Group
from domain.identity.uuid7 import derive
from domain.law.applicable_law import Law, LegalTerm
from domain.law.rule_ids import FORWARD, HEARING, MEND, TERMINATED, UNCONSIDERED, WRITTEN
from domain.law.vocabulary import ReturnGround
from domain.state.appeal import Appeal, is_of_preliminary
from domain.state.clock import ClockKind
from domain.state.task import Duty, Purpose, Task

RETURNED = frozenset(f"return_{ground}" for ground in ReturnGround)
OF_AN_END = RETURNED | {WRITTEN, TERMINATED, UNCONSIDERED}


def owed(  # noqa: PLR0913 - a duty has that many sides
    appeal: Appeal,
    now: datetime,
    duty: Duty,
    rule: LegalTerm,
    *,
    group: Group | None = None,
    after: int = 0,
) -> e.TaskOpened:
    """Return the opening of a *duty* by *rule*, for whoever has the appeal, or for *group*.

    *after* is how many tasks the same decision opens before it. Where the law leaves the term to the
    body, it is that of the policy's side tasks.
    """
    task = derive(appeal.id, len(appeal.tasks) + 1 + after, now)
    return e.TaskOpened(
        task,
        Purpose.DUTY,
        appeal.step,
        group or appeal.group,
        offered=False,
        duty=duty,
        rule=rule.rule,
        budget=rule.term,
    )


def to_forward(work: e.TaskOpened, law: Law) -> e.TaskOpened:
    """Return *work* on a complaint as the body complained of has it: for as long as the law lets it."""
    rule = law.rule(FORWARD)
    return replace(work, rule=rule.rule, budget=rule.term)


def is_so(appeal: Appeal, task: Task) -> bool:
    """Tell whether the notice that *task* is to give says what is so of *appeal* as it is now."""
    law, legal = appeal.law, appeal.legal
    silence, put_off = (each.rule if each else "" for each in (law.silence, law.extension_notice))
    said = {
        HEARING: is_of_preliminary(appeal, task),
        MEND: appeal.clock(ClockKind.MENDING) is not None or legal.mend_ended is not None,
        silence: legal.refused_at is not None,
        put_off: appeal.extensions > 0,
        **dict.fromkeys(OF_AN_END, appeal.is_closed),
    }
    return said.get(task.rule, True)


def notice(
    appeal: Appeal, now: datetime, rule: LegalTerm | None, *, group: Group | None = None, after: int = 0
) -> list[e.TaskOpened]:
    """Return the duty to tell the applicant; none where no rule asks for it, or nobody is known to tell."""
    if rule is None or appeal.legal.anonymous:
        return []
    return [owed(appeal, now, Duty.NOTICE, rule, group=group, after=after)]
