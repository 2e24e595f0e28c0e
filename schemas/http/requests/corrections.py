"""The bodies of the commands that correct what was registered by mistake."""

from datetime import date
from typing import Any

from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError

from domain import commands as c
from schemas.http.requests.command_body import CommandBody
from schemas.http.requests.fields import (
    Bin,
    Iin,
    RegionCodeOrName,
    SingleLineText,
    Slug,
    Text,
    TopicFields,
    WholeNumber,
)
from schemas.http.requests.intake import Category, ContactsBody

AGENCY_DESCRIPTION = "Who gets it at the agency's step; the competent one if left out."


class CorrectApplicantBody(CommandBody):
    """The corrected data of one applicant: what is left out stays, what is null is emptied."""

    command_class = c.CorrectApplicant
    applicant: WholeNumber = Field(
        0, ge=0, le=1000, description="The place in `applicants` of the appeal, from 0."
    )
    name: SingleLineText | None = None
    iin: Iin | None = None
    bin: Bin | None = None
    birth_date: date | None = None
    category: Category | None = None
    contacts: ContactsBody | None = Field(
        None, description="Of these, too, what is left out stays, and what is null is emptied."
    )
    text: Text | None = Field(None, description="Why; stays in the database.")

    @field_validator("name", "contacts")
    @classmethod
    def _check_not_null(cls, stated: Any) -> Any:
        if stated is None:
            raise PydanticCustomError("missing", "a name is required")
        return stated

    def stated_fields(self) -> dict[str, Any]:
        """Return the fields of the applicant that are stated, null ones among them."""
        return self.model_dump(exclude={"applicant", "text"}, exclude_unset=True)


class CorrectTopicBody(CommandBody):
    """The right topic."""

    command_class = c.CorrectTopic
    topic: Slug
    topic_fields: TopicFields | None = Field(
        None,
        description="All fields of the topic; by default those that the former one has too.",
    )
    agency: Slug | None = Field(None, description=AGENCY_DESCRIPTION)
    text: Text | None = Field(None, description="Why; stays in the database.")


class CorrectRegionBody(CommandBody):
    """The right region."""

    command_class = c.CorrectRegion
    region: RegionCodeOrName
    agency: Slug | None = Field(None, description=AGENCY_DESCRIPTION)
    text: Text | None = Field(None, description="Why; stays in the database.")
