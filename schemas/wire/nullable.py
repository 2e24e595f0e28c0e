"""Rows on the wire: what is null is left out, and read as null again."""

from dataclasses import MISSING, fields
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from schemas.wire.json_keys import keys_of


class NullsLeftOut:
    """Annotation of a dataclass that is written without its fields that are null."""

    def __get_pydantic_core_schema__(self, source: type, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Return how to read and write it."""
        keys = keys_of(source)
        required = (keys[each.name] for each in fields(source) if each.default is MISSING)
        nulls: dict[str, Any] = dict.fromkeys(required)

        def read(written: Any) -> Any:
            return nulls | written if isinstance(written, dict) else written

        def write(row: Any, inner: core_schema.SerializerFunctionWrapHandler) -> Any:
            return {name: value for name, value in inner(row).items() if value is not None}

        schema = core_schema.no_info_before_validator_function(read, handler(source))
        schema["serialization"] = core_schema.wrap_serializer_function_ser_schema(write, when_used="json")
        return schema
