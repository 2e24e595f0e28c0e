"""Reference data: organisations, topics, people; the versions of policies, rulebooks and calendars in use."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Computed, LargeBinary, SmallInteger, String
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field, SQLModel
from sqlmodel.sql.sqltypes import AutoString


class OrganisationRow(SQLModel, table=True):
    """An organisation that works on appeals; an ``imported`` one is not declared by the policy."""

    __tablename__ = "organisations"

    id: str = Field(primary_key=True)
    kind: str
    region: str
    titles: dict[str, str] = Field(sa_type=JSONB)
    roles: list[str] = Field(sa_type=ARRAY(String))
    superior: str = Field(default="")
    external: bool = Field(default=False)
    imported: bool
    active: bool


class TopicRow(SQLModel, table=True):
    """A topic of appeals; ``rule`` is the topic as the policy declares it."""

    __tablename__ = "topics"

    id: str = Field(primary_key=True)
    theme: str
    titles: dict[str, str] = Field(sa_type=JSONB)
    rule: dict[str, Any] = Field(sa_type=JSONB)
    imported: bool
    active: bool


class PersonRow(SQLModel, table=True):
    """A person with one role in one organisation, authenticated by the digest of a token."""

    __tablename__ = "people"

    id: UUID = Field(primary_key=True)
    name: str
    organisation: str = Field(foreign_key="organisations.id")
    role: str
    region: str
    token_digest: bytes = Field(sa_type=LargeBinary, unique=True)
    active: bool
    at: datetime
    office: str | None = None


class PolicyRow(SQLModel, table=True):
    """A version of a policy, frozen once an appeal is stamped with it."""

    __tablename__ = "policies"

    version: str = Field(primary_key=True)
    digest: bytes = Field(sa_type=LargeBinary)
    document: dict[str, Any] = Field(sa_type=JSONB)
    recorded_at: datetime


class RulebookRow(SQLModel, table=True):
    """A version of a country's law, frozen once an appeal is stamped with it."""

    __tablename__ = "rulebooks"

    version: str = Field(primary_key=True)
    digest: bytes = Field(sa_type=LargeBinary)
    document: dict[str, Any] = Field(sa_type=JSONB)
    recorded_at: datetime


class CalendarRow(SQLModel, table=True):
    """A version of a calendar, frozen once an appeal is stamped with it.

    It is a file's, or what a ``change`` made of its ``base_version``, which can be changed only once.
    """

    __tablename__ = "calendars"

    version: str = Field(primary_key=True)
    digest: bytes = Field(sa_type=LargeBinary)
    document: dict[str, Any] = Field(sa_type=JSONB)
    recorded_at: datetime
    family: str = Field(
        sa_column=Column(
            AutoString, Computed("regexp_replace(version, '-[^-]*$', '')", persisted=True), nullable=True
        )
    )
    base_version: str | None = Field(default=None, foreign_key="calendars.version", unique=True)
    change: dict[str, Any] | None = Field(default=None, sa_type=JSONB)
    changed_by: dict[str, Any] | None = Field(default=None, sa_type=JSONB)


class InstallationRow(SQLModel, table=True):
    """The one row about this installation; by ``command_key`` its processes seal the commands they send."""

    __tablename__ = "installation"

    id: int = Field(primary_key=True, sa_type=SmallInteger, sa_column_kwargs={"autoincrement": False})
    command_key: bytes = Field(sa_type=LargeBinary)
