"""Functions of a state: computed once for each, and never confused between two."""

from dataclasses import replace

from domain.decide.remembered import STATES, remembered
from domain.state.appeal import Appeal
from tests.support.domain.builders import Scenario


def test_it_is_computed_once_for_a_state_and_again_for_each_other() -> None:
    appeal, computed = Scenario().appeal, []

    @remembered
    def seq_of(state: Appeal) -> int:
        computed.append(state.seq)
        return state.seq

    others = [replace(appeal, seq=number) for number in range(1, 4)]
    assert [seq_of(each) for each in (*others, *others)] == [1, 2, 3, 1, 2, 3]
    assert computed == [1, 2, 3]


def test_an_equal_state_is_another_state() -> None:
    appeal = Scenario().appeal

    @remembered
    def itself(state: Appeal) -> Appeal:
        return state

    other = replace(appeal)
    assert itself(appeal) is appeal
    assert itself(other) is other


def test_only_the_latest_states_are_kept() -> None:
    appeal, computed = Scenario().appeal, []

    @remembered
    def count_states(state: Appeal) -> None:
        computed.append(state.seq)

    states = [replace(appeal, seq=number) for number in range(STATES + 1)]
    for each in (*states, states[0]):
        count_states(each)
    assert len(computed) == STATES + 2
