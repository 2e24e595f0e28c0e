"""Calls: the people who are warned or called about a task, and the channel by which each is reached."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from domain import events as e
from domain.policy.escalation import EscalationTarget

CallingEvent = e.Warned | e.Breached | e.Escalated
NEXT_TARGET = {
    EscalationTarget.HOLDER: EscalationTarget.SUPERVISOR,
    EscalationTarget.SUPERVISOR: EscalationTarget.HEAD,
    EscalationTarget.HEAD: EscalationTarget.OPERATOR,
    EscalationTarget.FALLBACK: EscalationTarget.OPERATOR,
}


class CallThreshold(StrEnum):
    """The moment of a clock at which people are called."""

    WARNING = "warning"
    DUE = "due"
    LEVEL = "level"


class CallChannel(StrEnum):
    """The means by which a person is called."""

    INBOX = "inbox"
    EMAIL = "email"
    MESSENGER = "messenger"


class CallState(StrEnum):
    """What became of a call."""

    SENT = "sent"
    UNREACHABLE = "unreachable"
    UNDELIVERABLE = "undeliverable"


WORKING_CHANNELS = frozenset({CallChannel.INBOX})


@dataclass(frozen=True, slots=True)
class CallRule:
    """A row of the policy's table of calls: who is called at a threshold, and by which channels.

    ``targets`` is empty at a level, which has its own target; ``shares`` are the warnings concerned, in
    percent: all if empty.
    """

    threshold: CallThreshold
    channels: tuple[CallChannel, ...]
    targets: tuple[EscalationTarget, ...] = ()
    shares: tuple[int, ...] = ()


DEFAULT_CALLS = (
    CallRule(CallThreshold.WARNING, (CallChannel.INBOX,), (EscalationTarget.HOLDER,)),
    CallRule(CallThreshold.DUE, (CallChannel.INBOX,), (EscalationTarget.HOLDER, EscalationTarget.SUPERVISOR)),
    CallRule(CallThreshold.LEVEL, (CallChannel.INBOX,)),
)


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a target: to a person by a channel; to no person where the target cannot be reached."""

    target: EscalationTarget
    channel: CallChannel
    person: UUID | None
    state: CallState


def threshold_of(event: CallingEvent) -> CallThreshold:
    """Return the threshold that *event* is."""
    match event:
        case e.Warned():
            return CallThreshold.WARNING
        case e.Breached():
            return CallThreshold.DUE
        case _:
            return CallThreshold.LEVEL


def number_of(event: CallingEvent) -> int:
    """Return the share of a warning in percent, or the level; 100 for the due time."""
    match event:
        case e.Warned(share=share):
            return share
        case e.Breached():
            return 100
        case _:
            return event.level


def calls_of(
    event: CallingEvent,
    rules: Iterable[CallRule],
    people: Mapping[EscalationTarget, tuple[UUID, ...]],
) -> tuple[Call, ...]:
    """Return the calls that *event* makes by *rules*, each once; *people* are the active ones of each target.

    Where a target has no active person, this is a call of its own, and its superior is called at once. At a
    level the clock itself does so.
    """
    wanted = (each for each in rules if _applies(each, event))
    found = (
        call
        for rule in wanted
        for target in _targets(rule, event)
        for channel in rule.channels
        for call in _reach(target, channel, people, climbs=not isinstance(event, e.Escalated))
    )
    return tuple(dict.fromkeys(found))


def _applies(rule: CallRule, event: CallingEvent) -> bool:
    is_share = not rule.shares or not isinstance(event, e.Warned) or event.share in rule.shares
    return rule.threshold is threshold_of(event) and is_share


def _targets(rule: CallRule, event: CallingEvent) -> tuple[EscalationTarget, ...]:
    return (event.target,) if isinstance(event, e.Escalated) else rule.targets


def _reach(
    target: EscalationTarget,
    channel: CallChannel,
    people: Mapping[EscalationTarget, tuple[UUID, ...]],
    *,
    climbs: bool,
) -> Iterator[Call]:
    """Yield the calls of *target*, and of its superiors while no person is reached."""
    reached = people.get(target, ())
    state = CallState.SENT if channel in WORKING_CHANNELS else CallState.UNDELIVERABLE
    yield from (Call(target, channel, person, state) for person in reached)
    if reached:
        return
    yield Call(target, channel, None, CallState.UNREACHABLE)
    superior = NEXT_TARGET.get(target)
    if climbs and superior is not None:
        yield from _reach(superior, channel, people, climbs=True)
