"""Commands and events as JSON: the domain's classes under the names they keep for years."""

import re
from typing import Annotated, Any, get_args

from pydantic import GetCoreSchemaHandler, TypeAdapter
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from domain import commands as c
from domain import events as e
from domain.procedure.registry import COMMANDS

TYPE_KEY = "type"


class TaggedUnion:
    """Tells pydantic to write one of several dataclasses with its name, and to read it by that name."""

    def __init__(self, classes: dict[str, type]) -> None:
        self._names = {each: name for name, each in classes.items()}
        self._adapters: dict[str, TypeAdapter[Any]] = {
            name: TypeAdapter(each) for name, each in classes.items()
        }

    def __get_pydantic_core_schema__(self, _source: object, _handler: GetCoreSchemaHandler) -> CoreSchema:
        """Return how to read and write it."""
        dump = core_schema.plain_serializer_function_ser_schema(self.dump)
        return core_schema.no_info_plain_validator_function(self.load, serialization=dump)

    def name(self, each: object) -> str:
        """Return the lasting name of an object's class."""
        return self._names[type(each)]

    def dump(self, each: object) -> dict[str, Any]:
        """Return *each* as JSON values, its name among them."""
        name = self.name(each)
        return {TYPE_KEY: name, **self._adapters[name].dump_python(each, mode="json")}

    def load(self, written: object) -> object:
        """Return what was *written*. Raises a validation error where the name is not known."""
        if type(written) in self._names:
            return written
        name = written.get(TYPE_KEY) if isinstance(written, dict) else None
        if name not in self._adapters:
            raise PydanticCustomError("unknown_type", "{name} is not known here", {"name": str(name)})
        return self._adapters[name].validate_python(written)


def event_name(event: type) -> str:
    """Return the stored name of an event: TaskOpened is ``task_opened``."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", event.__name__).lower()


EVENT_UNION = TaggedUnion({event_name(event): event for event in get_args(e.Event)})
COMMAND_UNION = TaggedUnion({str(spec.verb): spec.command for spec in COMMANDS})

AnyEvent = Annotated[e.Event, EVENT_UNION]
AnyCommand = Annotated[c.PersonCommand, COMMAND_UNION]
