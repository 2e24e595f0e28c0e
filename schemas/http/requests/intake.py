"""The appeal as a reception registers it: applicant, subject and channel."""

from datetime import date
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from domain.country.languages import Language
from domain.law.vocabulary import Danger
from domain.state.task import Ground, TaskOutcome
from schemas.base import RequestBody
from schemas.http.requests.decision import DecisionBody
from schemas.http.requests.fields import (
    AttachmentReference,
    Bin,
    Email,
    Flag,
    Iin,
    LegalTermId,
    Moment,
    Original,
    RegionCodeOrName,
    SingleLineText,
    Slug,
    Text,
    TopicFields,
    WholeNumber,
)
from schemas.http.requests.phones import PhoneText

MAX_ATTACHMENT_BYTES = 100 * 2**20


class Channel(StrEnum):
    """The channel by which an appeal arrives."""

    COUNTER = "counter"
    PERSONAL_RECEPTION = "personal_reception"
    WEBSITE = "website"
    EMAIL = "email"
    CALL_CENTRE = "call_centre"
    SOCIAL_NETWORK = "social_network"
    MESSENGER = "messenger"
    AKIMAT = "akimat"
    IKOMEK_109 = "ikomek_109"
    E_GOVERNMENT = "e_government"
    OWN_INITIATIVE = "own_initiative"


class Category(StrEnum):
    """A category of applicants with a greater need."""

    LARGE_FAMILY = "large_family"
    SINGLE_PARENT = "single_parent"
    DISABILITY = "disability"
    CHILD_WITH_DISABILITY = "child_with_disability"
    ELDERLY_LIVING_ALONE = "elderly_living_alone"
    LOW_INCOME = "low_income"
    ORPHAN = "orphan"
    NEET = "neet"
    VETERAN = "veteran"
    HOMELESS = "homeless"
    VIOLENCE_SURVIVOR = "violence_survivor"
    OTHER = "other"


class IntakeWarning(StrEnum):
    """An oddity in a registered appeal that the receiver may want to check."""

    IIN_BIRTH_DATE_UNLIKELY = "iin_birth_date_unlikely"
    LANGUAGE_UNLIKELY = "language_unlikely"
    PHONE_UNREADABLE = "phone_unreadable"
    COMPLAINT_LATE = "complaint_late"


class ContactsBody(RequestBody):
    """The contacts of an applicant or representative."""

    phone: PhoneText | None = None
    email: Email | None = None
    address: SingleLineText | None = None
    messenger: SingleLineText | None = None
    other: SingleLineText | None = Field(None, description="Any other contact, as stated.")


class ApplicantBody(RequestBody):
    """A person or an organisation as applicant or representative."""

    name: SingleLineText
    iin: Iin | None = Field(None, description="Where there is one.")
    bin: Bin | None = Field(None, description="Of an organisation, where there is one.")
    birth_date: date | None = None
    category: Category | None = None
    contacts: ContactsBody = ContactsBody()


class NewAttachment(RequestBody):
    """A document stored elsewhere."""

    name: SingleLineText
    reference: AttachmentReference
    media_type: Annotated[str, Field(pattern=r"^[\w.+-]+/[\w.+-]+$", max_length=100)] | None = None
    size: WholeNumber | None = Field(None, ge=0, le=MAX_ATTACHMENT_BYTES)


class SourceRecordBody(RequestBody):
    """The record of another system that the appeal comes from: it is registered once, for ever."""

    system: Slug
    id: SingleLineText = Field(max_length=200, description="Of the record, in that system.")
    digest: Annotated[str, Field(pattern="^[0-9a-f]{16,128}$")] | None = Field(
        None, description="Of the record's content: another one under the same id is `source_changed`."
    )


class IntakeResolution(DecisionBody):
    """The appeal is resolved at the counter, in the same visit."""

    outcome: TaskOutcome
    ground: Ground | None = None
    text: Text


class NewAppealBody(RequestBody):
    """A new appeal."""

    channel: Channel
    language: Language
    region: RegionCodeOrName
    reception: Slug = Field(description="The organisation that takes the appeal in.")
    topic: Slug
    topic_fields: TopicFields = Field({})
    text: Text
    original_text: Original | None = Field(
        None, description="The text as it came in, if `text` is a cleaned one."
    )
    anonymous: Flag = Field(default=False, description="The applicant is not named.")
    applicant: ApplicantBody | None = Field(None, validate_default=True)
    representative: ApplicantBody | None = Field(None, description="The applicant's representative.")
    co_applicants: list[ApplicantBody] = Field(
        [], max_length=500, description="Those who appeal together with them."
    )
    attachments: list[NewAttachment] = Field([], max_length=50)
    agency: Slug | None = Field(None, description="Who gets it; the competent one if left out.")
    received_at: Moment | None = Field(None, description="When it came in, if not just now.")
    kind: LegalTermId | None = Field(
        None, description="Of the law: application, complaint, message … The usual one."
    )
    demands: list[Text] = Field([], max_length=20, description="What is asked for, each by itself; else one.")
    complaint_about: UUID | None = Field(None, description="The appeal whose decision is complained of.")
    danger: Danger | None = Field(None, description="The reported danger, dealt with at once, day and night.")
    source: SourceRecordBody | None = None
    intake_resolution: IntakeResolution | None = None

    @field_validator("applicant")
    @classmethod
    def _check_has_applicant(
        cls, applicant: ApplicantBody | None, info: ValidationInfo
    ) -> ApplicantBody | None:
        needs_none = info.data.get("anonymous") or info.data.get("channel") is Channel.OWN_INITIATIVE
        if applicant is None and not needs_none:
            raise PydanticCustomError("applicant_required", "an applicant is required")
        return applicant
