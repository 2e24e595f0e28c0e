"""The forecast: automatic events to come if no command arrives, by running the clocks ahead."""

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
    """An event that will happen at ``at`` unless a command changes that.

    ``is_estimated`` states that an estimated day off lies before it.
    """

    at: datetime
    event: e.Event
    is_estimated: bool = False


def forecast(appeal: Appeal, posts: Staffing | None = None, most: int = 20) -> list[ForecastItem]:
    """Return at most *most* events to come, without repeated calls of the operator.

    Vacant levels are passed over at once; without *posts* no level is vacant.
    """
    return list(islice(_run_ahead(appeal, posts), most))


def groups_concerned(appeal: Appeal) -> frozenset[Group]:
    """Return the groups that have, or may get by an automatic event, a task of *appeal*."""
    planned = (plan.group for plan in appeal.plan.steps)
    return frozenset({appeal.plan.fallback, *planned, *(task.group for task in appeal.open_tasks)})


def _run_ahead(appeal: Appeal, posts: Staffing | None) -> Iterator[ForecastItem]:
    """Yield the automatic events of all clocks, until all of them only call the operator again."""
    called: set[tuple[ClockKind, UUID | None]] = set()
    while (alarm := next_alarm(appeal)) is not None:
        clock = appeal.clock(alarm.clock, alarm.task)
        guess = clock is not None and appeal.calendar.has_estimated_day_between(clock.started_at, alarm.at)
        events = list(fire_due(appeal, alarm.at))
        appeal, _ = record(appeal, events, alarm.at)
        while events:
            yield from (
                ForecastItem(alarm.at, event, guess)
                for event in events
                if not _is_repeated_operator_call(event, called)
            )
            called |= {(event.clock, event.task) for event in events if _calls_operator(event)}
            unheard = [
                report
                for event in events
                if (report := _unreachable_report(appeal, event, posts)) is not None
            ]
            events = []
            for report in unheard:
                appeal, facts = record(appeal, decide(appeal, report, alarm.at), alarm.at)
                events += [fact.event for fact in facts]
        if all((clock.kind, _task_of_clock(appeal, clock)) in called for clock in appeal.clocks):
            return


def _task_of_clock(appeal: Appeal, clock: Clock) -> UUID | None:
    """Return the task that a late *clock* is about, if any."""
    main = appeal.main_task
    return clock.task or (main.id if main else None)


def _calls_operator(event: e.Event) -> TypeGuard[e.Escalated]:
    return isinstance(event, e.Escalated) and event.target is EscalationTarget.OPERATOR


def _is_repeated_operator_call(event: e.Event, called: set[tuple[ClockKind, UUID | None]]) -> bool:
    return _calls_operator(event) and (event.clock, event.task) in called


def _unreachable_report(appeal: Appeal, event: e.Event, posts: Staffing | None) -> c.ReportVacantLevel | None:
    """Return the report that the level called by *event* is vacant, if it is."""
    if posts is None or not isinstance(event, e.Escalated):
        return None
    task = appeal.task(event.task)
    if posts.is_reachable(event.target, task.group, task.holder, appeal.origin.region):
        return None
    return c.ReportVacantLevel(event.clock, event.task, event.level)
