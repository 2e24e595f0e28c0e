"""The promises, and how a figure is held against them."""

from io import StringIO

import pytest
from rich.console import Console

from bench.figures import TARGETS, missed_targets, percentile, print_table

KEPT = {
    "throughput_ratio": 0.7,
    "events_per_task": 15,
    "transitions_per_task": 4.5,
    "history_kib_per_run": 18.2,
    "sql_per_transition": 99,
    "claim_sql_round_trips": 3,
    "intake_sql_round_trips": 2,
    "inbox_growth": 1.5,
    "inbox_ratio": 3,
    "talon_ratio": 99,
    "worker_kib_per_workflow": 120,
    "clock_lateness_p99_seconds": 99,
}


def test_every_promise_is_kept_at_its_bound() -> None:
    assert {each.key for each in TARGETS} == KEPT.keys()
    assert missed_targets(KEPT) == []


@pytest.mark.parametrize(
    ("key", "figure"),
    [
        ("throughput_ratio", 0.69),
        ("events_per_task", 15.1),
        ("claim_sql_round_trips", 4),
        ("inbox_growth", 1.6),
        ("worker_kib_per_workflow", 121),
    ],
)
def test_a_figure_past_its_bound_breaks_the_promise(key: str, figure: float) -> None:
    assert missed_targets(KEPT | {key: figure}) == [key]


def test_the_table_marks_what_is_kept_and_what_is_broken() -> None:
    written = StringIO()
    print_table(
        {"throughput_ratio": 0.5, "inbox_ratio": 1.0, "talon_ratio": 2.0}, Console(file=written, width=140)
    )
    lines = {line.split("│")[1].strip(): line for line in written.getvalue().splitlines() if "│" in line}
    assert "✗" in lines["throughput_ratio"]
    assert "✓" in lines["inbox_ratio"]
    assert not set("✓✗") & set(lines["talon_ratio"])


def test_a_percentile_is_one_of_the_samples() -> None:
    assert percentile([5, 1, 4, 2, 3], 0.5) == 3
    assert percentile(range(1, 101), 0.95) == 95
    assert percentile([7], 0.99) == 7
