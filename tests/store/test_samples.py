"""What any released version wrote is read as what it meant then."""

import json
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.decide.alarms import next_alarm
from domain.events import Event
from domain.evolve.appeal import replay
from domain.procedure.registry import COMMANDS
from domain.state.appeal import Appeal
from schemas.wire.messages import AppealStart, CommandBatch, CommandMessage, FactMessage
from schemas.wire.tagged_union import EVENT_UNION
from store.appeals import event_log, write_batch
from tests.store.samples.keep import SAMPLES_FOLDER, complete_example

RELEASED = sorted(SAMPLES_FOLDER.glob("v*"))  # each whole, the newest last
each_version = pytest.mark.parametrize("folder", RELEASED, ids=lambda folder: folder.name)


def sample(folder: Path, name: str) -> Any:
    return json.loads((folder / f"{name}.json").read_text("utf-8"))


def keeps(now: Any, then: Any) -> bool:
    """Tell whether all that was written *then* is still said *now*; what is new beside it may be."""
    if isinstance(then, dict):
        return isinstance(now, dict) and all(key in now and keeps(now[key], then[key]) for key in then)
    if isinstance(then, list):
        return len(now) == len(then) and all(map(keeps, now, then))
    return bool(now == then)


@each_version
def test_every_event_still_loads(folder: Path) -> None:
    for name, written in sample(folder, "events").items():
        read = FactMessage.model_validate(written)
        assert EVENT_UNION.name(read.event) == name
        assert keeps(read.model_dump(mode="json"), written)


@each_version
def test_every_command_still_loads(folder: Path) -> None:
    for written in sample(folder, "givens").values():
        assert keeps(CommandMessage.model_validate(written).model_dump(mode="json"), written)


@each_version
def test_a_run_still_starts_with_the_appeal_that_an_older_one_handed_on(folder: Path) -> None:
    written = sample(folder, "appeal_start")
    start = AppealStart.model_validate(written)
    assert keeps(start.model_dump(mode="json"), written)
    assert start.appeal.is_closed or next_alarm(start.appeal)


@each_version
async def test_a_batch_of_an_older_worker_is_still_recorded(
    folder: Path, connection: AsyncConnection
) -> None:
    batch = CommandBatch.model_validate(sample(folder, "batch"))
    await write_batch.save_batch(connection, batch)
    assert await event_log.facts_of_appeal(connection, batch.appeal) == [
        fact.to_fact() for fact in batch.facts
    ]


@each_version
def test_a_life_still_amounts_to_what_it_amounted_to(folder: Path) -> None:
    written = sample(folder, "life")
    facts = [FactMessage.model_validate(fact).to_fact() for fact in written["facts"]]
    assert keeps(TypeAdapter(Appeal).dump_python(replay(facts), mode="json"), written["appeal"])


def test_every_event_and_every_command_of_today_has_a_sample() -> None:
    folder = RELEASED[-1]
    events = {EVENT_UNION.name(each) for each in map(complete_example, get_args(Event))}
    assert set(sample(folder, "events")) == events
    assert set(sample(folder, "givens")) == {spec.verb for spec in COMMANDS}
