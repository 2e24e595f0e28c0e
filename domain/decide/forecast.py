"""What will happen by itself, and when, if nobody acts: the clocks run ahead on paper."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TypeGuard
from uuid import UUID

from domain import commands as c
from domain import events as e
from domain.decide.alarms import fire_due, next_alarm
from domain.decide.appeal import decide
from domain.evolve.appeal import record
from domain.identity.people import Group
from domain.policy.escalation import EscalationTarget, Staffing
from domain.state.appeal import Appeal
from domain.state.clock import Clock, ClockKind


@dataclass(frozen=True, slots=True)
class ForecastItem:
    """An event that will happen at ``at`` unless somebody acts first.

    ``estimated`` says that a day which is only expected to be off lies before it.
    """

    at: datetime
    event: e.Event
    is_estimated: bool = False


def forecast(appeal: Appeal, posts: Staffing | None = None, most: int = 20) -> list[ForecastItem]:
    """Return at most *most* events to come; that the operator is called once more is not told.

    Levels on which nobody stands are climbed past at once; without *posts* somebody stands on each.
    """
    return list(islice(_run_ahead(appeal, posts), most))


def groups_concerned(appeal: Appeal) -> frozenset[Group]:
    """Return the groups that have, or may by themselves get, a task of *appeal*."""
    planned = (plan.group for plan in appeal.plan.steps)
    return frozenset({appeal.plan.fallback, *planned, *(task.group for task in appeal.open_tasks)})


def _run_ahead(appeal: Appeal, posts: Staffing | None) -> Iterator[ForecastItem]:
    """Yield what happens when all clocks run ahead, until all of them only call the operator again."""
    called: set[tuple[ClockKind, UUID | None]] = set()
    while (alarm := next_alarm(appeal)) is not None:
        clock = appeal.clock(alarm.clock, alarm.task)
        guess = clock is not None and appeal.calendar.has_estimated_day_between(clock.started_at, alarm.at)
        said = list(fire_due(appeal, alarm.at))
        appeal, _ = record(appeal, said, alarm.at)
        while said:
            yield from (
                ForecastItem(alarm.at, event, guess)
                for event in said
                if not _is_repeated_operator_call(event, called)
            )
            called |= {(event.clock, event.task) for event in said if _calls_operator(event)}
            unheard = [
                report for event in said if (report := _unreachable_report(appeal, event, posts)) is not None
            ]
            said = []
            for report in unheard:
                appeal, facts = record(appeal, decide(appeal, report, alarm.at), alarm.at)
                said += [fact.event for fact in facts]
        if all((clock.kind, _task_of_clock(appeal, clock)) in called for clock in appeal.clocks):
            return


def _task_of_clock(appeal: Appeal, clock: Clock) -> UUID | None:
    """Return which task a late *clock* is about, if it is about one."""
    main = appeal.main_task
    return clock.task or (main.id if main else None)


def _calls_operator(event: e.Event) -> TypeGuard[e.Escalated]:
    return isinstance(event, e.Escalated) and event.target is EscalationTarget.OPERATOR


def _is_repeated_operator_call(event: e.Event, called: set[tuple[ClockKind, UUID | None]]) -> bool:
    return _calls_operator(event) and (event.clock, event.task) in called


def _unreachable_report(appeal: Appeal, event: e.Event, posts: Staffing | None) -> c.ReportVacantLevel | None:
    """Return the report that nobody stands where *event* called, if so."""
    if posts is None or not isinstance(event, e.Escalated):
        return None
    task = appeal.task(event.task)
    if posts.is_reachable(event.target, task.group, task.holder, appeal.region):
        return None
    return c.ReportVacantLevel(event.clock, event.task, event.level)
