"""Personal data: names, contacts and free text, which are stored nowhere else; talons; idempotency keys."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Column, LargeBinary, SmallInteger, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel


class TalonRow(SQLModel, table=True):
    """The talon issued for an appeal, and what it states in the fields of its topic.

    Its tracking code can be renewed, and the fields corrected.

    An appeal that came from another system has the name of that *source* and the id of its record there; no
    two appeals have the same. ``source_digest`` is that of the record's content.
    """

    __tablename__ = "talons"

    appeal: UUID = Field(primary_key=True)
    tracking_code: str = Field(unique=True)
    channel: str
    language: str
    reception: str
    receiver: UUID
    text: UUID
    source: str | None = None
    source_id: str | None = None
    source_digest: str | None = None
    topic_fields: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSONB, nullable=False))


class ApplicantRow(SQLModel, table=True):
    """A person in whose name the appeal is made: the applicant, a representative, a member of a group.

    ``command`` is set where a command named them after the registration.
    """

    __tablename__ = "applicants"

    appeal: UUID = Field(primary_key=True)
    position: int = Field(primary_key=True, sa_type=SmallInteger)
    capacity: str
    name: str
    search_name: str
    iin: str | None = None
    bin: str | None = None
    birth_date: date | None = None
    category: str | None = None
    contacts: dict[str, Any] = Field(sa_type=JSONB)
    command: UUID | None = None


class TextRow(SQLModel, table=True):
    """A free text that events and commands refer to by its id; ``original`` is set where it was cleaned."""

    __tablename__ = "texts"

    id: UUID = Field(primary_key=True)
    appeal: UUID
    at: datetime
    body: str
    original: str | None = None
    language: str | None = None
    by_person: UUID | None = None


class AttachmentRow(SQLModel, table=True):
    """A document kept elsewhere, by its reference."""

    __tablename__ = "attachments"

    id: UUID = Field(primary_key=True)
    appeal: UUID
    at: datetime
    name: str
    reference: str
    media_type: str | None = None
    size: int | None = Field(default=None, sa_type=BigInteger)
    by_person: UUID | None = None


class NoteRow(SQLModel, table=True):
    """A note for colleagues. Never moves a clock."""

    __tablename__ = "notes"

    id: UUID = Field(primary_key=True)
    appeal: UUID
    task: UUID | None = None
    created_at: datetime
    text: str
    by_person: UUID
    by_organisation: str


class FeedbackRow(SQLModel, table=True):
    """How the citizen rates the work on the appeal up to its ``closing``-th end, and whose work it was."""

    __tablename__ = "feedback"
    __table_args__ = (UniqueConstraint("appeal", "closing", "by_person"),)

    id: UUID = Field(primary_key=True)
    appeal: UUID
    created_at: datetime
    score: int = Field(sa_type=SmallInteger)
    text: str | None = None
    by_person: UUID | None = None
    closing: int = Field(sa_type=SmallInteger)
    organisation: str
    region: str
    topic: str


class TrackingCodeRenewalRow(SQLModel, table=True):
    """One renewal of the tracking code of an appeal, with the person who did it; without the codes."""

    __tablename__ = "tracking_code_renewals"

    id: UUID = Field(primary_key=True)
    appeal: UUID
    renewed_at: datetime
    by_person: UUID
    by_organisation: str


class AttendedViewRow(SQLModel, table=True):
    """One view of an appeal by an official of another reception, with an applicant present."""

    __tablename__ = "attended_views"

    id: UUID = Field(primary_key=True)
    appeal: UUID
    viewed_at: datetime
    by_person: UUID
    by_organisation: str
    applicant: int = Field(sa_type=SmallInteger)
    reason: str


class CorrectionRow(SQLModel, table=True):
    """The new values of columns of an applicant, or of the talon, by a command.

    Their former values once it was recorded.
    """

    __tablename__ = "corrections"

    command: UUID = Field(primary_key=True)
    appeal: UUID
    position: int | None = Field(default=None, sa_type=SmallInteger)
    changes: dict[str, Any] = Field(sa_type=JSONB)
    former_values: dict[str, Any] | None = Field(default=None, sa_type=JSONB)
    corrected_at: datetime
    by_person: UUID
    by_organisation: str


class IdempotencyKeyRow(SQLModel, table=True):
    """An Idempotency-Key that a person used, the digest of the request, and its response if it has one."""

    __tablename__ = "idempotency_keys"

    person: UUID = Field(primary_key=True)
    key: str = Field(primary_key=True)
    fingerprint: bytes = Field(sa_type=LargeBinary)
    accepted_at: datetime
    at: datetime
    response: dict[str, Any] | None = Field(default=None, sa_type=JSONB)
