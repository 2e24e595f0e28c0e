"""The statute clock of a new, reopened or redirected appeal, and under another law."""

from dataclasses import replace
from datetime import datetime

from domain.identity.people import Group
from domain.law.applicable_law import Law
from domain.law.vocabulary import TermStart
from domain.policy.plan import Plan, Step
from domain.state.appeal import Appeal, has_breached
from domain.state.clock import Clock, ClockKind
from domain.state.task import Duty, Purpose, Task
from domain.worktime.terms import Term


def first_statute_clock(plan: Plan, law: Law, received_at: datetime, registered_at: datetime) -> Clock:
    """Return the clock of a new appeal; without a law its term begins with the registration."""
    moments = {TermStart.RECEIVED: received_at, TermStart.REGISTERED: registered_at}
    begins = law.term.starts_at(moments) or registered_at
    budget = law.term.term or plan.statute.budget
    return Clock(ClockKind.STATUTE, begins, budget, start_day_counts=law.term.start_day_counts)


def reopened_statute_clock(appeal: Appeal, now: datetime) -> Clock:
    """Return the clock of *appeal* that is reopened *now*."""
    return Clock(ClockKind.STATUTE, now, appeal.statute_schedule.budget)


def redirected_statute_clock(
    appeal: Appeal, receiver: Group, now: datetime, *, restarts_term: bool
) -> Clock | None:
    """Return the statute clock under which *receiver* gets the appeal: a whole term, or its earlier one.

    None where the running clock continues: the law counts the term from the registration alone, the fallback
    queue decides on the competence, or the receiver had no term and gets none.
    """
    law, before = appeal.law, appeal.legal.competence.previous_term_start(receiver.organisation)
    begins = now if restarts_term else before
    if begins is None or law.term.restart is None or receiver == appeal.plan.fallback:
        return None
    budget = appeal.statute_schedule.budget
    return Clock(ClockKind.STATUTE, begins, budget, start_day_counts=law.term.start_day_counts)


def statute_clock_under(appeal: Appeal, law: Law) -> Clock:
    """Return the running statute clock with the term of another *law* and an unchanged start.

    Extensions stay where that law provides them, and a breached clock keeps its due time.
    """
    clock = next(each for each in appeal.clocks if each.kind is ClockKind.STATUTE)
    return replace(
        clock,
        budget=law.term.term or appeal.plan.statute.budget,
        start_day_counts=law.term.start_day_counts,
        extensions=clock.extensions if law.extension else (),
        fixed_end=appeal.reading(clock).due if has_breached(appeal, clock) else clock.fixed_end,
    )


def work_budget(plan: Plan, law: Law, step: Step) -> Term | None:
    """Return the budget of a body's work at *step* in proportion to the term of the kind of appeal.

    None where that is the budget of the policy, and for receptions, which decide nothing.
    """
    planned = plan.find_step(step)
    if planned is None or step is Step.RECEPTION:
        return None
    budget = planned.work.budget.in_proportion(plan.statute.budget, law.term.term)
    return None if budget == planned.work.budget else budget


def keeps_work(appeal: Appeal, task: Task, now: datetime) -> bool:
    """Return whether the body that accepted *task* keeps it, because its lawful term still runs at *now*.

    That is the term of the kind (АППК 76(1), 99), or the one in which a complaint is forwarded (91(4)).
    Urgent work, and what was not accepted, may be taken over at any time; a recusal, which only the superior
    decides (67(4), 67(6)), never.
    """
    if task.duty is Duty.RECUSAL:
        return True
    if task.purpose is not Purpose.WORK or not task.is_accepted or task.urgent or not appeal.law.term.term:
        return False
    kind, of = (ClockKind.STEP, task.id) if task.rule_id else (ClockKind.STATUTE, None)
    clock = appeal.clock(kind, of)
    return clock is not None and (appeal.is_clock_paused(clock) or now < appeal.reading(clock).due)
