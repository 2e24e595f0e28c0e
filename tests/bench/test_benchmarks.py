"""Each part of the benchmark measures what it says, with small numbers on real parts."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bench.benchmarks import (
    calendar_change,
    history_cost,
    inbox,
    intake_latency,
    lateness,
    memory,
    throughput,
)
from bench.environment import Environment, open_environment


@pytest.fixture(scope="module")
def parts() -> Iterator[Environment]:
    with open_environment() as parts:
        yield parts


async def test_lives_are_lived_both_ways_in_turn(parts: Environment) -> None:
    measured = await throughput.measure(parts, runs=4, rounds=1)
    rates = measured.raw_samples["runs_per_second"]
    assert measured.figures["throughput_ratio"] == rates["ours"][0] / rates["baseline"][0]


async def test_a_life_keeps_its_bounds_in_temporal_and_postgres(parts: Environment) -> None:
    figures = (await history_cost.measure(parts, runs=3)).figures
    assert figures["events_per_task"] <= 15
    assert figures["transitions_per_task"] <= 4.5
    assert figures["sql_per_transition"] == 1


async def test_memory_is_that_of_the_worker(parts: Environment) -> None:
    figures = (await memory.measure(parts, workflows=20)).figures
    assert figures["worker_kib_per_workflow"] > 0


async def test_pages_are_turned_in_every_size(parts: Environment) -> None:
    measured = await inbox.measure(parts, sizes=(500, 2_000), pages=20)
    assert measured.figures.keys() == {"inbox_growth", "inbox_ratio"}
    assert measured.raw_samples["inbox_p95_milliseconds"].keys() == {"500", "2000"}


async def test_talons_are_given_beside_bare_slips(parts: Environment) -> None:
    measured = await intake_latency.measure(parts, seconds=1)
    assert measured.figures["talon_ratio"] > 0


async def test_clocks_that_expire_together_all_fire_soon(parts: Environment) -> None:
    measured = await lateness.measure(parts, clocks=10, within=timedelta(seconds=2))
    assert measured.raw_samples["lateness_seconds"]["clocks"] == 10
    assert 0 <= measured.figures["clock_lateness_p99_seconds"] < 30


async def test_moved_day_reaches_every_open_appeal_once(parts: Environment) -> None:
    moved = await calendar_change.measure(parts, appeals=30, per_second=50, before=1)
    assert moved.events == moved.appeals_changed == moved.appeals_moved >= 30
    assert moved.talon_ms_during["p50"] > 0
