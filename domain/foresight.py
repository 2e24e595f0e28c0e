"""What will happen by itself, and when, if nobody acts: the clocks run ahead on paper."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from domain import events as e
from domain.alarms import next_alarm, ring
from domain.appeal import Appeal
from domain.decide import record
from domain.ladder import Rank


@dataclass(frozen=True, slots=True)
class Foreseen:
    """An event that will happen at ``at`` unless somebody acts first."""

    at: datetime
    event: e.Event


def foresee(appeal: Appeal, most: int = 20) -> list[Foreseen]:
    """Return at most *most* events to come, until the operator is called: then it only repeats."""
    foreseen: list[Foreseen] = []
    for each in _to_come(appeal):
        foreseen.append(each)
        called = isinstance(each.event, e.Escalated) and each.event.to is Rank.OPERATOR
        if called or len(foreseen) == most:
            break
    return foreseen


def _to_come(appeal: Appeal) -> Iterator[Foreseen]:
    while (alarm := next_alarm(appeal)) is not None:
        events = ring(appeal, alarm.at)
        yield from (Foreseen(alarm.at, event) for event in events)
        appeal, _ = record(appeal, events, alarm.at)
