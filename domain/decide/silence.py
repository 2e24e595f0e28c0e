"""Silence: the moment from which an act counts, and the correction of a silence that an act precedes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from domain import events as e
from domain.events import Fact
from domain.events.silence import LASTING_EVENTS, NOTIFIABLE_SILENCES
from domain.evolve.appeal import replay
from domain.state.appeal import Appeal
from domain.state.standing import Standing
from domain.state.task import Task, TaskState


def moment_of_act(appeal: Appeal, accepted_at: datetime | None, now: datetime) -> datetime:
    """Return from when an act counts that was accepted at *accepted_at* and is heard *now*.

    It is the moment of its acceptance, but never before the last act of another person, nor after *now*.
    """
    if accepted_at is None:
        return now
    return min(now, max(accepted_at, appeal.progress.acted_at or now))


def precedes_silence(appeal: Appeal, accepted_at: datetime | None) -> bool:
    """Return whether a silence was recorded after *accepted_at*, and no act since."""
    acted, silent = appeal.progress.acted_at, appeal.progress.silent_at
    if accepted_at is None or acted is None or silent is None:
        return False
    return max(accepted_at, acted) < silent


def correct_silence(facts: Sequence[Fact], accepted_at: datetime, now: datetime) -> e.SilenceCorrected | None:
    """Return the correction of the silences in *facts*, all of an appeal, since an act accepted before them.

    None where there is no such silence, or where another person has acted since.
    """
    appeal = replay(facts)
    if not precedes_silence(appeal, accepted_at):
        return None
    counts_from = max(accepted_at, appeal.progress.acted_at or accepted_at)
    first = next(place for place, fact in enumerate(facts) if fact.at > counts_from and _is_automatic(fact))
    before = replay(facts[:first])
    undone = [fact for fact in facts[first:] if not isinstance(fact.event, LASTING_EVENTS)]
    return e.SilenceCorrected(
        accepted_at=accepted_at,
        corrected_at=now,
        undone=tuple(fact.seq for fact in undone),
        restored=Standing(
            status=before.status,
            step=before.step,
            tasks=_restored_tasks(before, appeal, counts_from),
            clocks=before.clocks,
            suspension=before.suspension,
            progress=before.progress,
            legal=before.legal,
        ),
        is_notifiable=any(isinstance(fact.event, NOTIFIABLE_SILENCES) for fact in undone),
    )


def _is_automatic(fact: Fact) -> bool:
    return fact.by is None and not isinstance(fact.event, e.CommandRefused)


def _restored_tasks(before: Appeal, after: Appeal, at: datetime) -> tuple[Task, ...]:
    """Return the tasks as they were *before*, and those that were opened since as cancelled at *at*."""
    known = {task.id for task in before.tasks}
    since = (task for task in after.tasks if task.id not in known)
    cancelled = (replace(task, state=TaskState.CANCELLED, state_since=at, held_until=None) for task in since)
    return (*before.tasks, *cancelled)
