"""The view of an appeal in Temporal's Web UI: search attributes, summaries and current details."""

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from typing import Any

from temporalio.common import SearchAttributePair, SearchAttributeUpdate, TypedSearchAttributes

from domain.decide.alarms import Alarm, next_alarm
from domain.policy.plan import Step
from domain.projections.summaries import summarise_appeal
from domain.state.appeal import Appeal, Status
from domain.state.clock import MarkKind
from domain.state.task import Task
from schemas.vocabulary.appeals import STATUSES, STEPS
from schemas.vocabulary.clocks import CLOCK_KINDS, MARK_KINDS
from schemas.vocabulary.events import EVENT_TITLES
from schemas.vocabulary.tasks import TASK_STATES
from schemas.wire.messages import FactMessage
from schemas.wire.tagged_union import EVENT_UNION
from workflows import names

MAX_EVENTS_SHOWN = 6


def search_attributes(appeal: Appeal) -> TypedSearchAttributes:
    """Return the appeal's search attributes: codes and dates only, no personal data."""
    summary = summarise_appeal(appeal)
    pairs: list[SearchAttributePair[Any]] = [
        SearchAttributePair(names.STAGE_ATTRIBUTE, summary.stage),
        SearchAttributePair(names.ORGANISATION_ATTRIBUTE, summary.organisation),
        SearchAttributePair(names.REGION_ATTRIBUTE, summary.region),
        SearchAttributePair(names.ESCALATIONS_ATTRIBUTE, summary.escalations),
        SearchAttributePair(names.ATTENTION_ATTRIBUTE, summary.needs_attention),
    ]
    if summary.statutory_due_at is not None:
        pairs.append(SearchAttributePair(names.DUE_ATTRIBUTE, summary.statutory_due_at))
    return TypedSearchAttributes(pairs)


def search_attribute_updates(
    shown: TypedSearchAttributes, now: TypedSearchAttributes
) -> list[SearchAttributeUpdate[Any]]:
    """Return the attributes that differ from those *shown*; a paused due date stays as last known."""
    return [pair.key.value_set(pair.value) for pair in now if shown.get(pair.key) != pair.value]


def static_summary(appeal: Appeal) -> str:
    """Return the one line that stands beside the workflow's id."""
    return f"{appeal.number} · {appeal.origin.topic} · {appeal.origin.region}"


def activity_summary(facts: Sequence[FactMessage]) -> str:
    """Return what a batch of facts is about, in the business's words."""
    words = [EVENT_TITLES[EVENT_UNION.name(fact.event)].en for fact in facts]
    more = len(words) - MAX_EVENTS_SHOWN
    return ", ".join(words[:MAX_EVENTS_SHOWN]) + (f" and {more} more" if more > 0 else "")


def timer_summary(alarm: Alarm) -> str:
    """Return what the next timer is for: "term of the step: warning at 75 %"."""
    mark = MARK_KINDS[alarm.mark].en
    match alarm.mark:
        case MarkKind.WARNING:
            mark = f"{mark} at {alarm.number} %"
        case MarkKind.LEVEL:
            mark = f"{mark} {alarm.number}"
        case _:
            pass
    return f"{CLOCK_KINDS[alarm.clock].en}: {mark}"


def current_details(appeal: Appeal) -> str:
    """Return the appeal as Markdown: its status, its group and holder, and the next automatic event."""
    due, alarm, progress = summarise_appeal(appeal).statutory_due_at, next_alarm(appeal), appeal.progress
    attention = " — **needs attention**" if progress.needs_attention else ""
    lines = [
        f"**{appeal.number}** — {_stage_title(appeal)}",
        f"- topic `{appeal.origin.topic}`, region `{appeal.origin.region}`, policy `{appeal.plan.policy}`",
        f"- statute due: {_local_time(appeal, due) if due else 'paused or decided'}",
        f"- escalations: {progress.escalations}{attention}",
        *(_task_line(task) for task in appeal.open_tasks),
        f"- next automatic event: {_local_time(appeal, alarm.at)}, {timer_summary(alarm)}" if alarm else "",
    ]
    return "\n".join(lines)


def _stage_title(appeal: Appeal) -> str:
    """Return the title of the stage in the vocabulary: the step while in progress, else the status."""
    stage = appeal.stage
    return (STEPS[Step(stage)] if stage in set(Step) else STATUSES[Status(stage)]).en


def _task_line(task: Task) -> str:
    return f"- task `{task.id}`: {STEPS[task.step].en}, {TASK_STATES[task.state].en}, `{task.group}`"


def _local_time(appeal: Appeal, at: datetime) -> str:
    """Return *at* in the local time of its calendar."""
    minutes = next((each.minutes for each in reversed(appeal.calendar.offsets) if each.since <= at), 0)
    return f"{at.astimezone(timezone(timedelta(minutes=minutes))):%Y-%m-%d %H:%M}"
