"""Appeals: events, which are the source of truth; appeals and tasks, which are read; workflow starts.

No name, no free text. `appeals` and `tasks` have the columns of domain.projections.summaries, and can be
rebuilt from the events at any time.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Boolean, Column, Computed, Identity, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

from domain.projections.summaries import AppealSummary, InboxTask
from store.database.tables.derived import table_of

FAR_FUTURE = datetime(9999, 12, 31, tzinfo=UTC)


class EventRow(SQLModel, table=True):
    """A fact: written once, never changed."""

    __tablename__ = "events"

    appeal: UUID = Field(primary_key=True)
    seq: int = Field(primary_key=True)
    at: datetime
    type: str = Field(sa_column=Column(AutoString, Computed("data ->> 'type'", persisted=True)))
    data: dict[str, Any] = Field(sa_type=JSONB)
    by_person: UUID | None = None
    by_organisation: str | None = None
    by_role: str | None = None
    by_region: str | None = None
    command: UUID | None = None


class DocumentRow(SQLModel, table=True):
    """The content of a plan or calendar that messages name by its digest (SHA-256, hexadecimal)."""

    __tablename__ = "documents"

    digest: str = Field(sa_type=Text, primary_key=True)
    kind: str
    content: dict[str, Any] = Field(sa_type=JSONB)


@dataclass(frozen=True)
class AppealColumns(AppealSummary):
    """One appeal as of its event number ``seq``; open until its status is closed."""

    open: bool = True


@dataclass(frozen=True)
class TaskColumns(InboxTask):
    """One task as of its appeal's event number ``seq``; of an ended one, ``seq`` is where it ended.

    ``due_order`` is the earlier of the due dates of the task and of the law. It is never null, so that pages
    by due date omit nothing while clocks are paused.
    """

    due_order: datetime = FAR_FUTURE
    open: bool = True


AppealRow = table_of(
    AppealColumns,
    "appeals",
    id=Field(primary_key=True),
    number=Field(unique=True),
    open=Field(sa_column=Column(Boolean, Computed("status <> 'closed'", persisted=True))),
)
TaskRow = table_of(
    TaskColumns,
    "tasks",
    id=Field(primary_key=True),
    due_order=Field(
        sa_column=Column(
            UTCDateTime,
            Computed(
                f"LEAST(due_at, statutory_due_at, '{FAR_FUTURE:%F %T}+00'::timestamptz)", persisted=True
            ),
        )
    ),
    open=Field(
        sa_column=Column(
            Boolean, Computed("state IN ('ready', 'offered', 'claimed', 'held')", persisted=True)
        )
    ),
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
