"""What a reception takes in: who speaks, about what, by which channel."""

from datetime import date
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from domain.law.vocabulary import Danger
from domain.state.task import Ground, TaskOutcome
from domain.text.languages import Language
from schemas.base import Body
from schemas.http.requests.decision import Deciding
from schemas.http.requests.fields import (
    Bin,
    Email,
    Iin,
    LawWord,
    Line,
    Moment,
    Original,
    RegionName,
    Slug,
    Text,
)
from schemas.http.requests.phones import PhoneNumber

HUNDRED_MEBIBYTES = 100 * 2**20


class Channel(StrEnum):
    """By which door an appeal comes in."""

    RECEPTION = "reception"
    PERSONAL_RECEPTION = "personal_reception"
    SITE = "site"
    EMAIL = "email"
    CALL_CENTRE = "call_centre"
    SOCIAL_NETWORK = "social_network"
    MESSENGER = "messenger"
    AKIMAT = "akimat"
    IKOMEK_109 = "ikomek_109"
    E_GOVERNMENT = "e_government"
    OWN_INITIATIVE = "own_initiative"


class Category(StrEnum):
    """What may make an applicant's need greater."""

    LARGE_FAMILY = "large_family"
    SINGLE_PARENT = "single_parent"
    DISABILITY = "disability"
    CHILD_WITH_DISABILITY = "child_with_disability"
    LONELY_ELDERLY = "lonely_elderly"
    LOW_INCOME = "low_income"
    ORPHAN = "orphan"
    NEET = "neet"
    VETERAN = "veteran"
    HOMELESS = "homeless"
    VIOLENCE = "violence"
    OTHER = "other"


class Contacts(Body):
    """How somebody is reached."""

    phone: PhoneNumber | None = None
    email: Email | None = None
    address: Line | None = None
    messenger: Line | None = None
    other: Line | None = Field(None, description="Any other way, as they told it.")


class Applicant(Body):
    """A person or an organisation in whose name the appeal speaks."""

    name: Line
    iin: Iin | None = Field(None, description="Where there is one.")
    bin: Bin | None = Field(None, description="Of an organisation, where there is one.")
    born: date | None = None
    category: Category | None = None
    contacts: Contacts = Contacts()


class Attachment(Body):
    """A document that lies elsewhere."""

    name: Line
    reference: Annotated[str, Field(pattern=r"^[a-z][a-z0-9+.-]*:\S+$", max_length=1000)]
    media_type: Annotated[str, Field(pattern=r"^[\w.+-]+/[\w.+-]+$", max_length=100)] | None = None
    size: int | None = Field(None, ge=0, le=HUNDRED_MEBIBYTES)


class HereAndNow(Deciding):
    """The appeal is settled at the counter, in the same visit."""

    outcome: TaskOutcome
    ground: Ground | None = None
    text: Text


class NewAppeal(Body):
    """An appeal as it comes in."""

    channel: Channel
    language: Language
    region: RegionName
    reception: Slug = Field(description="The organisation that takes the appeal in.")
    topic: Slug
    text: Text
    original: Original | None = Field(None, description="The text as it came in, if `text` is a cleaned one.")
    anonymous: bool = Field(default=False, description="Nobody has put a name to it.")
    applicant: Applicant | None = Field(None, validate_default=True)
    representative: Applicant | None = Field(None, description="Who speaks for the applicant.")
    group: list[Applicant] = Field([], max_length=500, description="Those who appeal together with them.")
    attachments: list[Attachment] = Field([], max_length=50)
    agency: Slug | None = Field(None, description="Who gets it; the competent one if left out.")
    received_at: Moment | None = Field(None, description="When it came in, if not just now.")
    kind: LawWord | None = Field(
        None, description="Of the law: application, complaint, message … The usual one."
    )
    demands: list[Text] = Field([], max_length=20, description="What is asked for, each by itself; else one.")
    about: UUID | None = Field(None, description="The appeal whose decision is complained of.")
    danger: Danger | None = Field(None, description="What it tells of goes on at once, day and night.")
    here_and_now: HereAndNow | None = None

    @field_validator("applicant")
    @classmethod
    def _somebody_speaks(cls, applicant: Applicant | None, info: ValidationInfo) -> Applicant | None:
        nobody = info.data.get("anonymous") or info.data.get("channel") is Channel.OWN_INITIATIVE
        if applicant is None and not nobody:
            raise PydanticCustomError("applicant_required", "somebody must speak")
        return applicant
