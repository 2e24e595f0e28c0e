"""The two kinds of shapes: Wire forgives what it does not know, Body does not."""

from pydantic import BaseModel, ConfigDict


class WireMessage(BaseModel):
    """A message between our own processes, of this release or a later one: unknown fields are ignored."""

    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)


class RequestBody(BaseModel):
    """What a person or another system sends us: an unknown field is a mistake, and said to be one."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, hide_input_in_errors=True, str_strip_whitespace=True
    )
