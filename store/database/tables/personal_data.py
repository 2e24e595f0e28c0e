"""Papers: names, contacts and free text, which live nowhere else; what was given at the counter."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, LargeBinary, SmallInteger
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel


class TalonRow(SQLModel, table=True):
    """What was taken in and given out at the counter: written once, never changed."""

    __tablename__ = "talons"

    appeal: UUID = Field(primary_key=True)
    tracking_code: str = Field(unique=True)
    channel: str
    language: str
    reception: str
    receiver: UUID
    text: UUID
    v: int = Field(sa_type=SmallInteger)


class ApplicantRow(SQLModel, table=True):
    """Somebody in whose name the appeal speaks: the applicant, a representative, one of a group.

    Who was named later was so by a ``command``.
    """

    __tablename__ = "applicants"

    appeal: UUID = Field(primary_key=True)
    place: int = Field(primary_key=True, sa_type=SmallInteger)
    capacity: str
    name: str
    folded: str
    iin: str | None = None
    bin: str | None = None
    birth_date: date | None = None
    category: str | None = None
    contacts: dict[str, Any] = Field(sa_type=JSONB)
    v: int = Field(sa_type=SmallInteger)
    command: UUID | None = None


class TextRow(SQLModel, table=True):
    """A free text that events and commands know by its id; ``original`` is kept where it was cleaned."""

    __tablename__ = "texts"

    id: UUID = Field(primary_key=True)
    appeal: UUID
    at: datetime
    body: str
    original: str | None = None
    language: str | None = None
    by_person: UUID | None = None
    v: int = Field(sa_type=SmallInteger)


class AttachmentRow(SQLModel, table=True):
    """A document that lies elsewhere, by its reference."""

    __tablename__ = "attachments"

    id: UUID = Field(primary_key=True)
    appeal: UUID
    at: datetime
    name: str
    reference: str
    media_type: str | None = None
    size: int | None = Field(default=None, sa_type=BigInteger)
    by_person: UUID | None = None
    v: int = Field(sa_type=SmallInteger)


class NoteRow(SQLModel, table=True):
    """What a colleague should know. Never moves a clock."""

    __tablename__ = "notes"

    id: UUID = Field(primary_key=True)
    appeal: UUID
    task: UUID | None = None
    at: datetime
    body: str
    by_person: UUID
    by_organisation: str
    v: int = Field(sa_type=SmallInteger)


class FeedbackRow(SQLModel, table=True):
    """What the citizen thinks of how it went."""

    __tablename__ = "feedback"

    id: UUID = Field(primary_key=True)
    appeal: UUID
    at: datetime
    score: int = Field(sa_type=SmallInteger)
    body: str | None = None
    by_person: UUID | None = None
    v: int = Field(sa_type=SmallInteger)


class IdempotencyKeyRow(SQLModel, table=True):
    """An Idempotency-Key that a person used, what was asked under it, and the answer once there is one."""

    __tablename__ = "idempotency_keys"

    person: UUID = Field(primary_key=True)
    key: str = Field(primary_key=True)
    asked: bytes = Field(sa_type=LargeBinary)
    at: datetime
    answer: dict[str, Any] | None = Field(default=None, sa_type=JSONB)
    v: int = Field(sa_type=SmallInteger)
