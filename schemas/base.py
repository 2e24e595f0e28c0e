"""The two base models: WireMessage ignores unknown fields, RequestBody rejects them."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator
from pydantic_core import PydanticCustomError

MAX_UNKNOWN_FIELDS = 20  # of one object; beyond, they are not named one by one
MAX_ITEMS = 500  # of any list or object in a body; beyond, they are not checked one by one


class WireMessage(BaseModel):
    """A message between Komek's processes, of this release or a later one: unknown fields are ignored."""

    model_config = ConfigDict(
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
        serialize_by_alias=True,
        validate_by_name=True,
    )


class RequestBody(BaseModel):
    """A request of a person or another system: unknown fields are errors."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, hide_input_in_errors=True, str_strip_whitespace=True
    )

    @model_validator(mode="before")
    @classmethod
    def _check_size(cls, body: Any) -> Any:
        """Refuse what would have an error for each of its many parts."""
        if not isinstance(body, Mapping):
            return body
        if len(body) > len(cls.model_fields) + MAX_UNKNOWN_FIELDS:
            raise PydanticCustomError("too_many_fields", "too many unknown fields")
        if any(isinstance(each, list | tuple | dict) and len(each) > MAX_ITEMS for each in body.values()):
            raise PydanticCustomError("too_many_items", "too many items")
        return body
