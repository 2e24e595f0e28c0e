"""Commands and events as JSON objects that carry their stored name."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import GetCoreSchemaHandler, TypeAdapter
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from domain import commands as c
from domain import events as e
from schemas.wire import json_keys  # noqa: F401 - the keys are in use before the first adapter is built
from schemas.wire.stored_names import COMMAND_NAMES, EVENT_NAMES, TYPE_KEY, UPCASTERS, Upcaster, upcast


class TaggedUnion:
    """Makes pydantic write one of several dataclasses with its stored name, and read it by that name."""

    def __init__(self, classes: Mapping[str, type], upcasters: Mapping[str, Upcaster] = UPCASTERS) -> None:
        self._names = {each: name for name, each in classes.items()}
        self._upcasters = upcasters
        self._adapters: dict[str, TypeAdapter[Any]] = {
            name: TypeAdapter(each) for name, each in classes.items()
        }

    def __get_pydantic_core_schema__(self, _source: object, _handler: GetCoreSchemaHandler) -> CoreSchema:
        """Return how to read and write it."""
        dump = core_schema.plain_serializer_function_ser_schema(self.dump)
        return core_schema.no_info_plain_validator_function(self.load, serialization=dump)

    def name(self, each: object) -> str:
        """Return the stored name of an object's class."""
        return self._names[type(each)]

    def dump(self, each: object) -> dict[str, Any]:
        """Return *each* as a JSON object with its stored name."""
        name = self.name(each)
        return {TYPE_KEY: name, **self._adapters[name].dump_python(each, mode="json")}

    def load(self, stored: object) -> object:
        """Return the object that was *stored*, by any release.

        Raises a validation error where its name is unknown: a later release has stored it.
        """
        if type(stored) in self._names:
            return stored
        document = upcast(stored, self._upcasters) if isinstance(stored, dict) else {}
        name = document.get(TYPE_KEY)
        if name not in self._adapters:
            raise PydanticCustomError("unknown_type", "{name} is not known here", {"name": str(name)})
        return self._adapters[name].validate_python(document)


EVENT_UNION = TaggedUnion(EVENT_NAMES)
COMMAND_UNION = TaggedUnion(COMMAND_NAMES)

AnyEvent = Annotated[e.Event, EVENT_UNION]
AnyCommand = Annotated[c.PersonCommand, COMMAND_UNION]
