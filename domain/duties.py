"""Duties: what the law asks for beside the work on the appeal itself, each a task with the law's own term."""

from dataclasses import replace
from datetime import datetime

from domain import events as e
from domain.appeal import Appeal
from domain.clocks import ClockKind
from domain.ids import derive
from domain.law import WRITTEN, Law, LegalTerm
from domain.legal import ReturnGround
from domain.people import Group
from domain.tasks import Duty, Purpose, Task

HEARING, FORWARD, MEND = "hearing", "complaint_forward", "mend"
TERMINATED, UNCONSIDERED = "termination_notice", "unconsidered_notice"
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


def is_of_preliminary(appeal: Appeal, task: Task) -> bool:
    """Tell whether *task* is to tell the applicant of the preliminary decision that stands."""
    return task.rule == HEARING and task.opened == appeal.legal.preliminary_at


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
