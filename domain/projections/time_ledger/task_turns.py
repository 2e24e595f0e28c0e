"""The task turns of an appeal: each group's waiting and working time, lateness and escalation calls."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from itertools import groupby, zip_longest
from operator import add
from uuid import UUID

from domain.events import Escalated
from domain.identity.people import Group
from domain.policy.escalation import EscalationTarget
from domain.policy.plan import Step
from domain.projections.time_ledger.amounts import ZERO_TIME, TimeAmounts
from domain.projections.time_ledger.spans import Span, split_at_due, whole_second
from domain.state.clock import ClockKind
from domain.state.task import WAITING, Purpose, Task


@dataclass(frozen=True, slots=True)
class TaskTurnBreakdown(TimeAmounts):
    """A task's time: ``elapsed`` is the sum of waiting in the group, in hand, paused, and the off-hours."""

    waiting_in_group: timedelta = ZERO_TIME
    with_holder: timedelta = ZERO_TIME
    paused: timedelta = ZERO_TIME
    off_hours: timedelta = ZERO_TIME
    late: timedelta = ZERO_TIME


@dataclass(frozen=True, slots=True)
class EscalationCall:
    """The first call of a level of the ladder about the task, on one clock."""

    at: datetime
    clock: ClockKind
    level: int
    target: EscalationTarget


@dataclass(frozen=True, slots=True)
class TaskTurn:
    """One group's turn at one task; ``due`` is the last known, None while paused or where it has no term."""

    task: UUID
    purpose: Purpose
    step: Step
    group: Group
    begins: datetime
    ends: datetime
    due: datetime | None
    breakdown: TaskTurnBreakdown
    escalations: tuple[EscalationCall, ...]


TaskInSpan = tuple[Task, Span, Span | None]


def task_turns(life: Sequence[Span]) -> Iterator[TaskTurn]:
    """Yield the turns at the tasks of *life*, in the order in which the tasks were opened."""
    tasks: dict[UUID, list[TaskInSpan]] = {}
    for span, following in zip_longest(life, life[1:]):
        for task in span.appeal.open_tasks:
            tasks.setdefault(task.id, []).append((task, span, following))
    for moments in tasks.values():
        for group, run in groupby(moments, key=lambda moment: moment[0].group):
            yield _task_turn(group, list(run))


def _task_turn(group: Group, run: Sequence[TaskInSpan]) -> TaskTurn:
    task, first, _ = run[0]
    _, last, _ = run[-1]
    return TaskTurn(
        task=task.id,
        purpose=task.purpose,
        step=task.step,
        group=group,
        begins=whole_second(first.begins),
        ends=whole_second(last.ends),
        due=last.appeal.task_due(task),
        breakdown=reduce(add, (_breakdown(task, span) for task, span, _ in run), TaskTurnBreakdown()),
        escalations=tuple(_escalation_calls(task.id, [following for _, _, following in run if following])),
    )


def _breakdown(task: Task, span: Span) -> TaskTurnBreakdown:
    """Return the task's time in *span*, by the clock that it had."""
    begins, ends = whole_second(span.begins), whole_second(span.ends)
    elapsed, clock = ends - begins, span.appeal.clock(ClockKind.STEP, task.id)
    worked = span.appeal.calendar_of(task).working_time_between(begins, ends)
    paused, waits = clock is not None and span.appeal.is_clock_paused(clock), task.state in WAITING
    late_from = span.late_from(clock)
    late = (end - begin for begin, end, late in split_at_due(begins, ends, late_from) if late)
    return TaskTurnBreakdown(
        elapsed=elapsed,
        waiting_in_group=worked if waits and not paused else ZERO_TIME,
        with_holder=ZERO_TIME if waits or paused else worked,
        paused=worked if paused else ZERO_TIME,
        off_hours=elapsed - worked,
        late=sum(late, ZERO_TIME),
    )


def _escalation_calls(task: UUID, heard: Iterable[Span]) -> Iterator[EscalationCall]:
    """Yield the levels called about *task*, each once."""
    seen = set()
    for span in heard:
        event = span.fact.event
        if isinstance(event, Escalated) and event.task == task and (event.clock, event.level) not in seen:
            seen.add((event.clock, event.level))
            yield EscalationCall(span.fact.at, event.clock, event.level, event.target)
