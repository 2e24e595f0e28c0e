"""Write the snapshot of all stored names: `python -m tests.schemas.stored_names`.

A line that disappears from the snapshot is a name under which running appeals have stored something.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import is_dataclass
from enum import Enum
from pathlib import Path
from typing import Any, get_args, get_type_hints

from domain.identity.people import Person
from domain.law.rulebook import Rulebook
from domain.policy.policy import Policy
from domain.projections.summaries import AppealSummary, InboxTask, TaskSummary
from domain.state.appeal import Appeal
from domain.worktime.calendar_amendment import CalendarAmendment
from domain.worktime.working_calendar import Calendar
from schemas.base import WireMessage
from schemas.wire import calendar_change, messages, outside_commands, task_status
from schemas.wire.json_keys import JSON_KEYS, keys_of
from schemas.wire.stored_names import COMMAND_NAMES, EVENT_NAMES
from store.database.tables import METADATA

SNAPSHOT = Path(__file__).with_suffix(".txt")
DOCUMENTS = (
    Appeal,
    AppealSummary,
    TaskSummary,
    InboxTask,
    Policy,
    Rulebook,
    Calendar,
    CalendarAmendment,
    Person,
)


def stored_classes() -> list[type]:
    """Return the dataclasses that are stored or sent, nested ones included."""
    return [each for each in _reachable() if is_dataclass(each)]


def stored_enums() -> list[type[Enum]]:
    """Return the enums whose values are stored or sent."""
    return [each for each in _reachable() if issubclass(each, Enum)]


def snapshot() -> str:
    """Return every stored name, one thing a line."""
    sent = [
        each
        for module in (messages, outside_commands, task_status, calendar_change)
        for each in vars(module).values()
    ]
    sent = [each for each in sent if isinstance(each, type) and issubclass(each, WireMessage)]
    sections: Mapping[str, Iterable[str]] = {
        "events": (f"{name}: {_words(keys_of(kind))}" for name, kind in EVENT_NAMES.items()),
        "commands": (f"{name}: {_words(keys_of(kind))}" for name, kind in COMMAND_NAMES.items()),
        "inside them": _lines({*stored_classes()} - {*EVENT_NAMES.values(), *COMMAND_NAMES.values()}),
        "enums": (f"{each.__name__}: {' '.join(map(_value, each))}" for each in stored_enums()),
        "messages": (f"{each.__name__}: {_message_keys(each)}" for each in {*sent} - {WireMessage}),
        "tables": (f"{table.name}: {' '.join(table.columns.keys())}" for table in METADATA.tables.values()),
    }
    return "\n".join(f"[{title}]\n" + "\n".join(sorted(lines)) + "\n" for title, lines in sections.items())


def _reachable() -> list[type]:
    found: dict[type, None] = {}
    for root in (*EVENT_NAMES.values(), *COMMAND_NAMES.values(), *DOCUMENTS):
        found |= dict.fromkeys(_inside(root, found))
    return list(found)


def _inside(hint: Any, known: Mapping[type, None]) -> Iterator[type]:
    """Yield the dataclasses and enums in a type hint that are not *known*, however deep."""
    if isinstance(hint, type) and issubclass(hint, Enum):
        yield hint
    elif isinstance(hint, type) and is_dataclass(hint):
        if hint not in known:
            yield hint
            for each in get_type_hints(hint).values():
                yield from _inside(each, {**known, hint: None})
    else:
        for each in get_args(hint):
            yield from _inside(each, known)


def _lines(kinds: Iterable[type]) -> Iterator[str]:
    return (f"{kind.__name__}: {_words(keys_of(kind))}" for kind in kinds)


def _words(keys: Mapping[str, str]) -> str:
    return " ".join(keys.values())


def _message_keys(message: type[WireMessage]) -> str:
    return " ".join(field.alias or name for name, field in message.model_fields.items())


def _value(member: Enum) -> str:
    return str(member.value)


def missing_rows() -> list[str]:
    """Return the rows that JSON_KEYS lacks for today's fields, as if none were renamed."""
    words = {kind: keys_of(kind) for kind in stored_classes()}
    rows = {kind: {word.partition("=")[0] for word in JSON_KEYS.get(kind, "").split()} for kind in words}
    lacking = [kind for kind, keys in words.items() if set(keys) != rows[kind]]
    return [f'{kind.__name__}: "{" ".join(words[kind])}",' for kind in lacking]


if __name__ == "__main__":
    SNAPSHOT.write_text(snapshot(), "utf-8")
    sys.stdout.writelines(f"schemas/wire/json_keys.py lacks {row}\n" for row in missing_rows())
