"""What a supervisor sees of an appeal in Temporal's Web UI: attributes, summaries, current details."""

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from typing import Any

from temporalio.common import SearchAttributePair, SearchAttributeUpdate, TypedSearchAttributes

from domain.decide.alarms import Alarm, next_alarm
from domain.projections.summaries import summarise
from domain.state.appeal import Appeal
from domain.state.clock import MarkKind
from schemas.wire.messages import FactWire
from schemas.wire.tagged_union import EVENTS
from workflows import names

MOST_WORDS = 6


def attributes(appeal: Appeal) -> TypedSearchAttributes:
    """Return the appeal's search attributes: codes and dates only, no personal data."""
    summary = summarise(appeal)
    pairs: list[SearchAttributePair[Any]] = [
        SearchAttributePair(names.STAGE, summary.stage),
        SearchAttributePair(names.AGENCY, summary.organisation),
        SearchAttributePair(names.REGION, summary.region),
        SearchAttributePair(names.ESCALATIONS, summary.escalations),
        SearchAttributePair(names.ATTENTION, summary.needs_attention),
    ]
    if summary.statute_due is not None:
        pairs.append(SearchAttributePair(names.DUE, summary.statute_due))
    return TypedSearchAttributes(pairs)


def changes(shown: TypedSearchAttributes, now: TypedSearchAttributes) -> list[SearchAttributeUpdate[Any]]:
    """Return what differs from what was *shown*. A due date that is paused stays as last known."""
    return [pair.key.value_set(pair.value) for pair in now if shown.get(pair.key) != pair.value]


def headline(appeal: Appeal) -> str:
    """Return the one line that stands beside the workflow's id."""
    return f"{appeal.number} · {appeal.topic} · {appeal.region}"


def batch_words(facts: Sequence[FactWire]) -> str:
    """Return what a batch of facts is about, in the business's words."""
    words = [EVENTS.name(fact.event).replace("_", " ") for fact in facts]
    more = len(words) - MOST_WORDS
    return ", ".join(words[:MOST_WORDS]) + (f" and {more} more" if more > 0 else "")


def alarm_words(alarm: Alarm) -> str:
    """Return what the next timer is for: "step: warning 75 %", "acceptance: level 2"."""
    match alarm.mark:
        case MarkKind.WARNING:
            mark = f"warning at {alarm.number} %"
        case MarkKind.LEVEL:
            mark = f"ladder level {alarm.number}"
        case _:
            mark = alarm.mark.value
    return f"{alarm.clock}: {mark}"


def details(appeal: Appeal) -> str:
    """Return the appeal as Markdown: where it is, who has it, and what comes next if nobody acts."""
    due, alarm = appeal.statute_due, next_alarm(appeal)
    lines = [
        f"**{appeal.number}** — {appeal.stage}",
        f"- topic `{appeal.topic}`, region `{appeal.region}`, policy `{appeal.plan.policy}`",
        f"- statute due: {_local(appeal, due) if due else 'paused or decided'}",
        f"- escalations: {appeal.escalations}{' — **needs attention**' if appeal.needs_attention else ''}",
        *(f"- task `{task.id}`: {task.step}, {task.state}, `{task.group}`" for task in appeal.open_tasks),
        f"- if nobody acts: {_local(appeal, alarm.at)}, {alarm_words(alarm)}" if alarm else "",
    ]
    return "\n".join(lines)


def _local(appeal: Appeal, at: datetime) -> str:
    """Return *at* as a clock on the wall shows it where the appeal's calendar is at home."""
    minutes = next((each.minutes for each in reversed(appeal.calendar.offsets) if each.since <= at), 0)
    return f"{at.astimezone(timezone(timedelta(minutes=minutes))):%Y-%m-%d %H:%M}"
