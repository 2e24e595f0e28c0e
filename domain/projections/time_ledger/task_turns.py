"""The ledger of an appeal's tasks: how long each waited and lay in hand, how late it was, who was called."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from itertools import groupby, zip_longest
from operator import add
from uuid import UUID

from domain.events import Escalated
from domain.identity.people import Group
from domain.policy.escalation import Rank
from domain.policy.plan import Step
from domain.projections.time_ledger.amounts import NONE, Amounts
from domain.projections.time_ledger.spans import Span, cut
from domain.state.clock import ClockKind
from domain.state.task import WAITING, Purpose, Task


@dataclass(frozen=True, slots=True)
class TurnSpent(Amounts):
    """A task's time: ``elapsed`` is the sum of waiting in the group, in hand, paused, and the off-hours."""

    in_group: timedelta = NONE
    in_hand: timedelta = NONE
    paused: timedelta = NONE
    off_hours: timedelta = NONE
    late: timedelta = NONE


@dataclass(frozen=True, slots=True)
class Call:
    """A level of the ladder was called about the task, for the first time on this clock."""

    at: datetime
    clock: ClockKind
    level: int
    to: Rank


@dataclass(frozen=True, slots=True)
class Turn:
    """One group's time with one task. ``due`` is the last known; None while paused, and if it has no term."""

    task: UUID
    purpose: Purpose
    step: Step
    group: Group
    begins: datetime
    ends: datetime
    due: datetime | None
    spent: TurnSpent
    calls: tuple[Call, ...]


Moment = tuple[Task, Span, Span | None]


def turns(life: Sequence[Span]) -> Iterator[Turn]:
    """Yield whose every task of *life* was, task by task in the order in which they were opened."""
    tasks: dict[UUID, list[Moment]] = {}
    for span, following in zip_longest(life, life[1:]):
        for task in span.appeal.open_tasks:
            tasks.setdefault(task.id, []).append((task, span, following))
    for moments in tasks.values():
        for group, run in groupby(moments, key=lambda moment: moment[0].group):
            yield _turn(group, list(run))


def _turn(group: Group, run: Sequence[Moment]) -> Turn:
    task, first, _ = run[0]
    _, last, _ = run[-1]
    return Turn(
        task=task.id,
        purpose=task.purpose,
        step=task.step,
        group=group,
        begins=first.begins,
        ends=last.ends,
        due=last.appeal.task_due(task),
        spent=reduce(add, (_spent(task, span) for task, span, _ in run), TurnSpent()),
        calls=tuple(_calls(task.id, [following for _, _, following in run if following])),
    )


def _spent(task: Task, span: Span) -> TurnSpent:
    """Return the task's time of *span*, by the clock that it had."""
    elapsed, clock = span.ends - span.begins, span.appeal.clock(ClockKind.STEP, task.id)
    worked = span.appeal.calendar_of(task).worked(span.begins, span.ends)
    paused, waits = clock is not None and span.appeal.stands_still(clock), task.state in WAITING
    late_from = span.late_from(clock)
    late = (end - begin for begin, end, late in cut(span.begins, span.ends, late_from) if late)
    return TurnSpent(
        elapsed=elapsed,
        in_group=worked if waits and not paused else NONE,
        in_hand=NONE if waits or paused else worked,
        paused=worked if paused else NONE,
        off_hours=elapsed - worked,
        late=sum(late, NONE),
    )


def _calls(task: UUID, heard: Iterable[Span]) -> Iterator[Call]:
    """Yield the levels called about *task*, each once."""
    seen = set()
    for span in heard:
        event = span.fact.event
        if isinstance(event, Escalated) and event.task == task and (event.clock, event.level) not in seen:
            seen.add((event.clock, event.level))
            yield Call(span.fact.at, event.clock, event.level, event.to)
