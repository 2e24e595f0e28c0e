"""The data converter of our messages: JSON in which fields at their default are not written.

So a default of a message, or of a domain class in one, is never changed: the new meaning gets a new field.
"""

from typing import Any

from temporalio.api.common.v1 import Payload
from temporalio.contrib.pydantic import PydanticJSONPlainPayloadConverter
from temporalio.converter import (
    CompositePayloadConverter,
    DataConverter,
    DefaultPayloadConverter,
    JSONPlainPayloadConverter,
)

from schemas.base import WireMessage


class WireJsonConverter(PydanticJSONPlainPayloadConverter):
    """Writes wire messages without defaults, and all else as pydantic does."""

    def to_payload(self, value: Any) -> Payload | None:
        """Return the payload of *value*."""
        if not isinstance(value, WireMessage):
            return super().to_payload(value)
        data = value.model_dump_json(exclude_defaults=True)
        return Payload(metadata={"encoding": self.encoding.encode()}, data=data.encode())


class WirePayloadConverter(CompositePayloadConverter):
    """The default converters, with ours for JSON."""

    def __init__(self) -> None:
        """Put ours in the place of the plain one."""
        defaults = DefaultPayloadConverter.default_encoding_payload_converters
        super().__init__(
            *(
                WireJsonConverter() if isinstance(each, JSONPlainPayloadConverter) else each
                for each in defaults
            )
        )


DATA_CONVERTER = DataConverter(payload_converter_class=WirePayloadConverter)
