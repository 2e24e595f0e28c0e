"""The lives of appeals: events, which are the truth; appeals and tasks, which are read; starts to come.

No name, no free text. `appeals` and `tasks` are domain.summary as rows, and can be made again any time.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Boolean, Column, Computed, Identity, SmallInteger, Text, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field, SQLModel
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

FAR_FUTURE = "9999-12-31 00:00:00+00"


class EventRow(SQLModel, table=True):
    """A fact: written once, never changed. ``v`` is the version of the shape of ``data``.

    ``written`` is the transaction that wrote it: in its order the facts of all appeals can be read on.
    """

    __tablename__ = "events"

    appeal: UUID = Field(primary_key=True)
    seq: int = Field(primary_key=True)
    at: datetime
    type: str = Field(sa_column=Column(AutoString, Computed("data ->> 'type'", persisted=True)))
    v: int = Field(sa_type=SmallInteger)
    data: dict[str, Any] = Field(sa_type=JSONB)
    by_person: UUID | None = None
    by_organisation: str | None = None
    by_role: str | None = None
    by_region: str | None = None
    command: UUID | None = None
    written: int = Field(sa_column=Column(BigInteger, nullable=False, server_default=text("writing()")))


class DocumentRow(SQLModel, table=True):
    """The content of a plan or calendar that messages name by its digest (SHA-256, hexadecimal)."""

    __tablename__ = "documents"

    digest: str = Field(sa_type=Text, primary_key=True)
    kind: str
    content: dict[str, Any] = Field(sa_type=JSONB)


class AppealRow(SQLModel, table=True):
    """One appeal as of its event number ``seq``; open as long as it has not ended.

    The ledger of time tells of it up to event number ``settled``.
    """

    __tablename__ = "appeals"

    id: UUID = Field(primary_key=True)
    seq: int
    number: str = Field(unique=True)
    topic: str
    region: str
    status: str
    step: str
    stage: str
    organisation: str
    received_at: datetime
    registered_at: datetime
    statutory_due_at: datetime | None = None
    next_alarm_at: datetime | None = None
    escalations: int
    needs_attention: bool
    reopenings: int
    outcome: str | None = None
    closed_at: datetime | None = None
    merged_into: UUID | None = None
    policy: str
    calendar: str
    kind: str | None = None
    rulebook: str | None = None
    parent: UUID | None = None
    urgent: bool | None = None
    deemed_refused_at: datetime | None = None
    complaint_about: UUID | None = None
    complaint_late: bool | None = None
    due_estimated: bool = False
    open: bool = Field(sa_column=Column(Boolean, Computed("status <> 'closed'", persisted=True)))
    settled: int = Field(default=0)


class TaskRow(SQLModel, table=True):
    """One task as of its appeal's event number ``seq``; of an ended one, ``seq`` is where it ended.

    ``due_order`` never is null, so that pages by due date leave nothing out while clocks are paused.
    """

    __tablename__ = "tasks"

    id: UUID = Field(primary_key=True)
    appeal: UUID
    seq: int
    version: int
    purpose: str
    step: str
    organisation: str
    role: str
    state: str
    holder: UUID | None = None
    opened_at: datetime
    state_since: datetime
    due_at: datetime | None = None
    held_until: datetime | None = None
    mandatory: bool
    specialty: str | None = None
    origin_task: UUID | None = None
    duty: str | None = None
    rule_id: str | None = None
    urgent: bool | None = None
    barred: list[UUID] | None = Field(default=None, sa_type=ARRAY(Uuid))
    number: str
    topic: str
    region: str
    statutory_due_at: datetime | None = None
    needs_attention: bool
    due_order: datetime = Field(
        sa_column=Column(
            UTCDateTime, Computed(f"COALESCE(due_at, '{FAR_FUTURE}'::timestamptz)", persisted=True)
        )
    )
    open: bool = Field(
        sa_column=Column(
            Boolean, Computed("state IN ('ready', 'offered', 'claimed', 'held')", persisted=True)
        )
    )


class OutboxRow(SQLModel, table=True):
    """An appeal whose workflow is still to be started."""

    __tablename__ = "outbox"

    id: int = Field(sa_column=Column(BigInteger, Identity(always=True), primary_key=True))
    appeal: UUID = Field(unique=True)
    at: datetime
    attempts: int = Field(default=0)
    not_before: datetime
    error: str | None = None
