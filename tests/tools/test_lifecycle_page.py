"""The printed lifecycle: diagrams that Mermaid can read, tables whose rows have all their cells."""

from domain.rules.lifecycle import Verb
from domain.state.task import OPEN, TaskState
from tools.lifecycle_page import render_page


def test_the_diagrams_are_fenced() -> None:
    assert render_page().count("```mermaid\nstateDiagram-v2\n") == 2
    assert render_page().count("```") == 4


def test_what_holds_for_every_open_state_is_drawn_once() -> None:
    assert "    open --> completed: complete, refer, redirect" in render_page()
    assert not [state for state in OPEN if f"{state} --> completed: complete" in render_page()]


def test_nothing_leads_out_of_a_terminal_state() -> None:
    assert not [state for state in TaskState if state not in OPEN and f"{state} --> " in render_page()]


def test_every_row_of_a_table_has_as_many_cells_as_its_head() -> None:
    tables = [part for part in render_page().split("\n\n") if part.startswith("|")]
    assert len(tables) == 5
    for table in tables:
        assert len({line.count("|") for line in table.splitlines()}) == 1


def test_every_verb_is_ticked_somewhere() -> None:
    assert all(
        any(line.startswith(f"| {verb} |") and "✓" in line for line in render_page().splitlines())
        for verb in Verb
    )
