"""Calls: at each threshold the people of the table, each once; who is out of reach is recorded."""

from uuid import UUID

import pytest

from domain import events as e
from domain.identity.people import Group, Role
from domain.policy.calls import (
    DEFAULT_CALLS,
    Call,
    CallChannel,
    CallingEvent,
    CallRule,
    CallState,
    CallThreshold,
    calls_of,
    number_of,
    threshold_of,
)
from domain.policy.escalation import EscalationTarget
from domain.state.clock import ClockKind
from tests.support.domain.builders import almaty

HOLDER, CHIEF, OTHER_CHIEF, HEAD, OPERATOR = (UUID(int=number) for number in range(1, 6))
TASK = UUID(int=9)
INBOX, EMAIL = CallChannel.INBOX, CallChannel.EMAIL
PEOPLE = {
    EscalationTarget.HOLDER: (HOLDER,),
    EscalationTarget.SUPERVISOR: (CHIEF, OTHER_CHIEF),
    EscalationTarget.HEAD: (HEAD,),
    EscalationTarget.OPERATOR: (OPERATOR,),
}
WARNED = e.Warned(ClockKind.STEP, TASK, 75, (), 1)
BREACHED = e.Breached(ClockKind.STEP, TASK, almaty(3, 19), (), 2)


def escalated(target: EscalationTarget) -> e.Escalated:
    group = Group("reception-61", Role.CLERK)
    return e.Escalated(
        ClockKind.STEP, TASK, 2, target, almaty(3, 19), (), 3, late_since=almaty(3, 18), group=group
    )


def sent(target: EscalationTarget, person: UUID) -> Call:
    return Call(target, INBOX, person, CallState.SENT)


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (WARNED, [(EscalationTarget.HOLDER, HOLDER)]),
        (
            BREACHED,
            [
                (EscalationTarget.HOLDER, HOLDER),
                (EscalationTarget.SUPERVISOR, CHIEF),
                (EscalationTarget.SUPERVISOR, OTHER_CHIEF),
            ],
        ),
        (escalated(EscalationTarget.HEAD), [(EscalationTarget.HEAD, HEAD)]),
    ],
)
def test_each_threshold_calls_its_people(
    event: CallingEvent, expected: list[tuple[EscalationTarget, UUID]]
) -> None:
    assert calls_of(event, DEFAULT_CALLS, PEOPLE) == tuple(sent(*each) for each in expected)


def test_a_warning_that_reaches_no_person_calls_the_superior_at_once() -> None:
    left = {EscalationTarget.HEAD: (HEAD,)}
    assert calls_of(WARNED, DEFAULT_CALLS, left) == (
        Call(EscalationTarget.HOLDER, INBOX, None, CallState.UNREACHABLE),
        Call(EscalationTarget.SUPERVISOR, INBOX, None, CallState.UNREACHABLE),
        sent(EscalationTarget.HEAD, HEAD),
    )
    unreached = calls_of(WARNED, DEFAULT_CALLS, {})
    assert [each.target for each in unreached][-1] is EscalationTarget.OPERATOR
    assert {each.state for each in unreached} == {CallState.UNREACHABLE}


def test_a_level_that_reaches_no_person_is_recorded_and_left_to_the_ladder() -> None:
    assert calls_of(escalated(EscalationTarget.SUPERVISOR), DEFAULT_CALLS, {}) == (
        Call(EscalationTarget.SUPERVISOR, INBOX, None, CallState.UNREACHABLE),
    )


def test_the_same_superior_is_called_once() -> None:
    left = {EscalationTarget.SUPERVISOR: (CHIEF,)}
    found = calls_of(BREACHED, DEFAULT_CALLS, left)
    assert found.count(sent(EscalationTarget.SUPERVISOR, CHIEF)) == 1


def test_a_channel_that_does_not_exist_yet_is_recorded_as_undeliverable() -> None:
    rule = CallRule(CallThreshold.WARNING, (INBOX, EMAIL), (EscalationTarget.HOLDER,))
    assert calls_of(WARNED, (rule,), PEOPLE) == (
        sent(EscalationTarget.HOLDER, HOLDER),
        Call(EscalationTarget.HOLDER, EMAIL, HOLDER, CallState.UNDELIVERABLE),
    )


@pytest.mark.parametrize(("shares", "amount"), [((), 1), ((75,), 1), ((50,), 0)])
def test_a_rule_may_concern_some_warnings_only(shares: tuple[int, ...], amount: int) -> None:
    rule = CallRule(CallThreshold.WARNING, (INBOX,), (EscalationTarget.HOLDER,), shares)
    assert len(calls_of(WARNED, (rule,), PEOPLE)) == amount


@pytest.mark.parametrize(
    ("event", "threshold", "number"),
    [
        (WARNED, CallThreshold.WARNING, 75),
        (BREACHED, CallThreshold.DUE, 100),
        (escalated(EscalationTarget.HEAD), CallThreshold.LEVEL, 2),
    ],
)
def test_a_call_names_its_threshold(event: CallingEvent, threshold: CallThreshold, number: int) -> None:
    assert (threshold_of(event), number_of(event)) == (threshold, number)
