"""Escalations: one row for each call of a level of the ladder, and whether it was acknowledged."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import SmallInteger
from sqlmodel import Field, SQLModel


class EscalationRow(SQLModel, table=True):
    """A call of a level about a late task: who is called, and whose task it was then.

    The row follows from the event ``seq`` of its appeal, and has ``ended`` with its task. Only the
    acknowledgement is stored here alone.
    """

    __tablename__ = "escalations"

    appeal: UUID = Field(primary_key=True)
    seq: int = Field(primary_key=True)
    task: UUID
    clock: str
    level: int = Field(sa_type=SmallInteger)
    target: str
    organisation: str
    role: str
    region: str
    holder: UUID | None = None
    called_at: datetime
    late_since: datetime
    ended: bool
    acknowledged_at: datetime | None = None
    acknowledged_by: UUID | None = None
