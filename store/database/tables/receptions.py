"""Personal receptions: the schedule, what was done to it, and who came, by number alone."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import SmallInteger
from sqlmodel import Field, SQLModel


class ReceptionRow(SQLModel, table=True):
    """Hours in which a head or deputy receives people, as they stand now, and who approved them."""

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
    v: int = Field(sa_type=SmallInteger)


class ReceptionChangeRow(SQLModel, table=True):
    """What was done to a reception, and how it stood from then on: written once, never changed."""

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
    v: int = Field(sa_type=SmallInteger)


class ReceptionVisitRow(SQLModel, table=True):
    """A place on the list of a reception. Who came stands in the appeal that the visit became."""

    __tablename__ = "reception_visits"

    reception: UUID = Field(primary_key=True, foreign_key="receptions.id")
    number: int = Field(primary_key=True)
    booked_at: datetime | None = None
    received_at: datetime | None = None
    appeal: UUID | None = None
    solved: bool | None = None
    by_person: UUID
    v: int = Field(sa_type=SmallInteger)
