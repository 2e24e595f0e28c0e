"""The lifecycle is drawn as it is, and no word in it means two things."""

from collections.abc import Iterable
from typing import get_args

from domain import events as e
from domain.errors import REFUSALS, Refusal
from domain.law.rule_ids import RuleId
from domain.rules.lifecycle import Verb
from domain.state.task import TaskState
from schemas.wire.tagged_union import EVENT_UNION
from tests.support.pages import PROJECT_ROOT
from tools import rule_ids_page
from tools.lifecycle_page import render_page

DOCS = PROJECT_ROOT / "docs"
PRINT = "from tools.lifecycle_page import render_page; print(render_page(), end='')"


def test_the_page_is_what_the_tables_say() -> None:
    assert (DOCS / "lifecycle.md").read_text() == render_page(), f"print it again: {PRINT}"


def test_it_shows_every_state_and_every_verb() -> None:
    printed = render_page()
    assert [verb for verb in Verb if f"| {verb} |" not in printed] == []
    assert [state for state in TaskState if f" {state}" not in printed] == []


def test_every_refusal_has_a_code_of_its_own() -> None:
    assert len({kind.code for kind in all_kinds([Refusal])}) == len(REFUSALS) + 1


def test_every_event_has_a_name_of_its_own() -> None:
    kinds = get_args(e.Event)
    assert len({EVENT_UNION.name(object.__new__(kind)) for kind in kinds}) == len(set(kinds)) == len(kinds)


def all_kinds(kinds: Iterable[type[Refusal]]) -> list[type[Refusal]]:
    """Return these kinds of refusal and all below them."""
    return [each for kind in kinds for each in (kind, *all_kinds(kind.__subclasses__()))]


def test_the_rulebook_page_says_what_each_rule_switches_on() -> None:
    printed = rule_ids_page.page(rule_ids_page.PAGE.read_text("utf-8"))
    assert rule_ids_page.PAGE.read_text("utf-8") == printed, (
        "print it: .venv/bin/python -m tools.rule_ids_page"
    )


def test_every_rule_id_says_what_it_means_and_what_it_switches_on() -> None:
    assert all(rule.meaning and rule.switches_on for rule in RuleId)
