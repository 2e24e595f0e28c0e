"""The two kinds of data contracts: a message ignores unknown fields, a request body refuses them."""

from pydantic import BaseModel, ConfigDict


class WireMessage(BaseModel):
    """A message between our own processes, of this release or a later one: unknown fields are ignored."""

    model_config = ConfigDict(
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
        serialize_by_alias=True,
        validate_by_name=True,
    )


class RequestBody(BaseModel):
    """A request from a person or another system: an unknown field is a mistake, and refused."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, hide_input_in_errors=True, str_strip_whitespace=True
    )
