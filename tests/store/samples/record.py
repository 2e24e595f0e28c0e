"""Record one sample of everything that is stored or sent: `python -m tests.store.samples.record`.

Done once for each release, into a folder named after its version; a recorded sample never changes.
"""

import json
import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, time
from enum import Enum
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from pydantic import TypeAdapter

from domain.events import Event
from domain.policy.escalation import Escalation
from domain.state.appeal import Appeal
from domain.worktime.terms import Term
from schemas.wire.messages import AppealStart, CommandMessage, FactMessage
from schemas.wire.stored_names import COMMAND_NAMES
from schemas.wire.tagged_union import EVENT_UNION
from tests.support.store.recorded_appeal import ESCALATION, STAFF, RecordedAppeal, seeded_random
from tests.support.versions import current_version

SAMPLES_FOLDER = Path(__file__).parent
EXAMPLE_VALUES: dict[Any, Any] = {
    UUID: UUID("019d0a3f-0000-7000-8000-000000000001"),
    str: "word",
    int: 1,
    bool: True,
    datetime: datetime(2026, 3, 20, 4, 0, 0, 123456, UTC),
    date: date(2026, 3, 23),
    time: time(9),
    Term: Term.parse("15wd"),
    Escalation: ESCALATION,
}


def complete_example(kind: Any) -> Any:
    """Return a value of *kind* in which nothing is left out."""
    if kind in EXAMPLE_VALUES:
        return EXAMPLE_VALUES[kind]
    if isinstance(kind, type) and issubclass(kind, Enum):
        return next(iter(kind))
    if is_dataclass(kind) and isinstance(kind, type):
        hints = get_type_hints(kind)
        return kind(**{field.name: complete_example(hints[field.name]) for field in fields(kind)})
    inside = [each for each in get_args(kind) if each not in (type(None), ...)]
    if get_origin(kind) in (Union, types.UnionType):
        return complete_example(inside[0])
    if get_origin(kind) is tuple:
        return tuple(map(complete_example, inside))
    raise TypeError(f"an example of {kind} is not known")


def sample_documents() -> Mapping[str, Any]:
    """Return the samples by the names of their files."""
    recorded = RecordedAppeal().random_steps(seeded_random(11), 90)
    facts = [FactMessage.from_fact(fact).model_dump(mode="json") for fact in recorded.facts]
    appeal = TypeAdapter(Appeal).dump_python(recorded.appeal, mode="json")
    start = AppealStart(appeal=recorded.appeal, answers={complete_example(UUID): 7})
    who = next(iter(STAFF.values()))
    return {
        "events": {
            EVENT_UNION.name(each): FactMessage(
                seq=1, at=complete_example(datetime), event=each, by=who, command=complete_example(UUID)
            ).model_dump(mode="json")
            for each in map(complete_example, get_args(Event))
        },
        "commands": {
            verb: CommandMessage(
                command_id=complete_example(UUID), command=complete_example(kind)
            ).model_dump(mode="json")
            for verb, kind in COMMAND_NAMES.items()
        },
        "appeal_start": start.model_dump(mode="json"),
        "batch": recorded.batches[0].model_dump(mode="json"),
        "history": {"facts": facts, "appeal": appeal},
    }


def write_samples(folder: Path) -> None:
    """Write samples of everything into a new *folder*."""
    folder.mkdir()
    for name, sample in sample_documents().items():
        written = json.dumps(sample, ensure_ascii=False, indent=1)
        (folder / f"{name}.json").write_text(f"{written}\n", "utf-8")


if __name__ == "__main__":
    write_samples(SAMPLES_FOLDER / current_version())
