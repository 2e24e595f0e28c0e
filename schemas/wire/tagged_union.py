"""Commands and events as JSON objects that carry their stored name."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import GetCoreSchemaHandler, SerializationInfo, TypeAdapter
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from domain import commands as c
from domain import events as e
from schemas.wire import json_keys  # noqa: F401 - the keys are in use before the first adapter is built
from schemas.wire.documents import document_fields, with_documents, with_references
from schemas.wire.stored_names import COMMAND_NAMES, EVENT_NAMES, TYPE_KEY, UPCASTERS, Upcaster, upcast

BY_REFERENCE = {"documents": "by reference"}
"""The context of a dump whose documents are stored with it."""


class TaggedUnion:
    """Makes pydantic write one of several dataclasses with its stored name, and read it by that name."""

    def __init__(self, classes: Mapping[str, type], upcasters: Mapping[str, Upcaster] = UPCASTERS) -> None:
        self._classes = classes
        self._names = {each: name for name, each in classes.items()}
        self._upcasters = upcasters
        self._adapters: dict[str, TypeAdapter[Any]] = {
            name: TypeAdapter(each) for name, each in classes.items()
        }

    def __get_pydantic_core_schema__(self, _source: object, _handler: GetCoreSchemaHandler) -> CoreSchema:
        """Return how to read and write it."""
        dump = core_schema.plain_serializer_function_ser_schema(self._dump_in_context, info_arg=True)
        return core_schema.no_info_plain_validator_function(self.load, serialization=dump)

    def name(self, each: object) -> str:
        """Return the stored name of an object's class."""
        return self._names[type(each)]

    def dump(
        self, each: object, *, by_reference: bool = False, exclude_defaults: bool = False
    ) -> dict[str, Any]:
        """Return *each* as JSON values, its name among them.

        With *by_reference* it names all its documents by reference, otherwise only those that are loaded.
        """
        name = self.name(each)
        fields = self._adapters[name].dump_python(each, mode="json", exclude_defaults=exclude_defaults)
        written = {TYPE_KEY: name, **fields}
        return with_references(each, written, always=by_reference) if document_fields(type(each)) else written

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
        return self._adapters[name].validate_python(with_documents(self._classes[name], document))

    def _dump_in_context(self, each: object, info: SerializationInfo) -> dict[str, Any]:
        by_reference = info.context == BY_REFERENCE
        return self.dump(each, by_reference=by_reference, exclude_defaults=info.exclude_defaults)


EVENT_UNION = TaggedUnion(EVENT_NAMES)
COMMAND_UNION = TaggedUnion(COMMAND_NAMES)

AnyEvent = Annotated[e.Event, EVENT_UNION]
AnyCommand = Annotated[c.PersonCommand, COMMAND_UNION]
