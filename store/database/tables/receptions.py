"""Personal receptions: the schedule, its changes, and the visits, by number alone."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel


class ReceptionRow(SQLModel, table=True):
    """Hours in which a head or deputy receives people, as last changed, and who approved them."""

    __tablename__ = "receptions"

    id: UUID = Field(primary_key=True)
    organisation: str = Field(foreign_key="organisations.id")
    receiver: UUID = Field(foreign_key="people.id")
    begins: datetime
    ends: datetime
    place: str
    held: bool
    cancelled: bool
    approved_by: UUID = Field(foreign_key="people.id")
    approved_at: datetime


class ReceptionChangeRow(SQLModel, table=True):
    """A change of a reception, and the reception after it: written once, never changed."""

    __tablename__ = "reception_changes"

    id: UUID = Field(primary_key=True)
    reception: UUID = Field(foreign_key="receptions.id")
    change: str
    at: datetime
    by_person: UUID
    begins: datetime
    ends: datetime
    place: str
    reason: str | None = None


class ReceptionVisitRow(SQLModel, table=True):
    """A place on the list of a reception. The visitor's name is in the appeal that the visit became."""

    __tablename__ = "reception_visits"

    reception: UUID = Field(primary_key=True, foreign_key="receptions.id")
    number: int = Field(primary_key=True)
    booked_at: datetime | None = None
    received_at: datetime | None = None
    appeal: UUID | None = None
    resolved: bool | None = None
    by_person: UUID
