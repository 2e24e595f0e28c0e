"""Calls: one row for each person who was warned or called about a task, and each channel."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import SmallInteger
from sqlmodel import Field, SQLModel


class CallRow(SQLModel, table=True):
    """A call by the event ``seq`` of its appeal. Without ``person`` its target could not be reached."""

    __tablename__ = "calls"

    id: UUID = Field(primary_key=True)
    appeal: UUID
    seq: int
    task: UUID
    clock: str
    threshold: str
    number: int = Field(sa_type=SmallInteger)
    target: str
    person: UUID | None = None
    channel: str
    state: str
    called_at: datetime
    acknowledged_at: datetime | None = None
