"""evolve copies what the events carry: facts of before never depend on the rules of today."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from hypothesis import given

from domain import events as e
from domain.evolve.appeal import replay
from domain.law.applicable_law import NO_LAW, Law
from tests.support.domain.builders import Scenario
from tests.support.domain.random_scenarios import random_scenarios

EVOLVE = Path(__file__).parents[3] / "domain" / "evolve"
OTHER_LAW = replace(NO_LAW, rulebook="other", kind="other", behaviour=99)


@given(random_scenarios())
def test_recorded_facts_lead_to_the_same_state_under_any_law(story: Scenario) -> None:
    rewritten = replay(_under(OTHER_LAW, story.facts))
    assert replace(rewritten, law=story.appeal.law) == story.appeal


def test_evolve_asks_no_rule_of_the_law() -> None:
    source = "".join(each.read_text("utf-8") for each in EVOLVE.glob("*.py"))
    assert [
        word for word in ("has_rule", "find_rule", ".rule(", "RuleId", "behaviour") if word in source
    ] == []


def _under(law: Law, facts: Iterable[e.Fact]) -> list[e.Fact]:
    return [
        replace(fact, event=replace(fact.event, law=law))
        if isinstance(fact.event, e.Registered | e.KindChanged)
        else fact
        for fact in facts
    ]
