"""Refusals: each with a code of its own that survives a wire, and never a word about a person."""

import pytest

from domain.errors import (
    REFUSALS,
    CalendarExhausted,
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    Refusal,
    TaskHeldByAnother,
    refusal,
)
from domain.worktime import working_calendar


def below(kind: type[Refusal]) -> list[type[Refusal]]:
    """Return all kinds of refusal that are of this *kind*."""
    return [each for child in kind.__subclasses__() for each in (child, *below(child))]


def test_every_code_is_that_of_one_refusal() -> None:
    codes = [kind.code for kind in below(Refusal)]
    assert len(codes) == len(set(codes)) == len(REFUSALS)


def test_every_refusal_is_of_one_of_four_kinds() -> None:
    kinds = {NotFound, Forbidden, Conflict, Invalid}
    assert set(Refusal.__subclasses__()) == kinds
    assert all(len(kinds & set(kind.__mro__)) == 1 for kind in below(Refusal))


@pytest.mark.parametrize("kind", below(Refusal))
def test_it_comes_back_from_a_wire_as_what_it_was(kind: type[Refusal]) -> None:
    sent = kind(task=7)
    came = refusal(sent.code, sent.details)
    assert type(came) is kind
    assert came.details == {"task": "7"}


def test_a_code_of_a_later_version_is_still_a_refusal() -> None:
    assert type(refusal("not_invented_yet", {})) is Refusal


def test_it_says_what_was_in_the_way() -> None:
    assert str(TaskHeldByAnother(holder="17", since="noon")) == "task_held_by_another (holder=17, since=noon)"
    assert str(Forbidden()) == "forbidden"


def test_a_calendar_that_ends_is_one_refusal_by_both_names() -> None:
    assert vars(working_calendar)["CalendarExhausted"] is CalendarExhausted
