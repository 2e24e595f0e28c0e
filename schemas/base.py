"""The two base models: WireMessage ignores unknown fields, RequestBody rejects them."""

from pydantic import BaseModel, ConfigDict


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
