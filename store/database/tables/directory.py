"""The directory: organisations, topics, people, and the versions of policies and calendars in use."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Computed, LargeBinary, SmallInteger, String
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field, SQLModel
from sqlmodel.sql.sqltypes import AutoString


class OrganisationRow(SQLModel, table=True):
    """Who works on appeals; ``imported`` ones are not the policy's."""

    __tablename__ = "organisations"

    id: str = Field(primary_key=True)
    kind: str
    region: str
    titles: dict[str, str] = Field(sa_type=JSONB)
    roles: list[str] = Field(sa_type=ARRAY(String))
    imported: bool
    active: bool


class TopicRow(SQLModel, table=True):
    """What an appeal may be about; ``rule`` is the topic as the policy has it."""

    __tablename__ = "topics"

    id: str = Field(primary_key=True)
    theme: str
    titles: dict[str, str] = Field(sa_type=JSONB)
    rule: dict[str, Any] = Field(sa_type=JSONB)
    imported: bool
    active: bool


class PersonRow(SQLModel, table=True):
    """Somebody with one role in one organisation, known by the digest of a token."""

    __tablename__ = "people"

    id: UUID = Field(primary_key=True)
    name: str
    organisation: str = Field(foreign_key="organisations.id")
    role: str
    region: str
    token: bytes = Field(sa_type=LargeBinary, unique=True)
    active: bool
    at: datetime
    office: str | None = None


class PolicyRow(SQLModel, table=True):
    """A version of a policy as it was when first used. Frozen."""

    __tablename__ = "policies"

    stamp: str = Field(primary_key=True)
    digest: bytes = Field(sa_type=LargeBinary)
    document: dict[str, Any] = Field(sa_type=JSONB)
    at: datetime
    v: int = Field(sa_type=SmallInteger)


class RulebookRow(SQLModel, table=True):
    """A state of one country's law as it was when first used. Frozen."""

    __tablename__ = "rulebooks"

    version: str = Field(primary_key=True)
    digest: bytes = Field(sa_type=LargeBinary)
    document: dict[str, Any] = Field(sa_type=JSONB)
    at: datetime
    v: int = Field(sa_type=SmallInteger)


class CalendarRow(SQLModel, table=True):
    """A version of a calendar as it was when first used. Frozen.

    A file's, or what a ``change`` made of its ``base``, which no other change can be made to.
    """

    __tablename__ = "calendars"

    version: str = Field(primary_key=True)
    digest: bytes = Field(sa_type=LargeBinary)
    document: dict[str, Any] = Field(sa_type=JSONB)
    at: datetime
    v: int = Field(sa_type=SmallInteger)
    family: str = Field(
        sa_column=Column(
            AutoString, Computed("regexp_replace(version, '-[^-]*$', '')", persisted=True), nullable=True
        )
    )
    base: str | None = Field(default=None, foreign_key="calendars.version", unique=True)
    change: dict[str, Any] | None = Field(default=None, sa_type=JSONB)
    changed_by: dict[str, Any] | None = Field(default=None, sa_type=JSONB)
