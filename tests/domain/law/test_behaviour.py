"""Numbered behaviour: a next release changes what it does for new appeals, and for no running one."""

import pytest

from domain.commands import ChangeKind
from domain.law import behaviour
from domain.law.applicable_law import Law
from tests.support.domain.builders import OPERATOR, held_by_agency
from tests.support.domain.statutory_plans import law_for, statutory_plan

NEXT = behaviour.CURRENT + 1  # a synthetic next release


def greeting(law: Law) -> str:
    """Return what a rule does that the next release changes."""
    return "new" if law.behaviour >= NEXT else "old"


@pytest.fixture
def next_release(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(behaviour, "CURRENT", NEXT)


def test_the_present_release_is_the_baseline() -> None:
    assert law_for().behaviour == behaviour.CURRENT == behaviour.BASELINE


@pytest.mark.usefixtures("next_release")
def test_an_appeal_that_the_next_release_registers_has_its_behaviour() -> None:
    story = held_by_agency(statutory_plan())
    assert greeting(story.appeal.law) == "new"


def test_a_running_appeal_keeps_its_behaviour_even_under_another_kind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    story = held_by_agency(statutory_plan())
    monkeypatch.setattr(behaviour, "CURRENT", NEXT)
    story.handle(ChangeKind(OPERATOR, law_for("message")))
    assert (story.appeal.law.kind, greeting(story.appeal.law)) == ("message", "old")
