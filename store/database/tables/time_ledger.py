"""The ledger of time: what each organisation had of each appeal. Made of events, and can be made again."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Field, SQLModel


class TimeLedgerRow(SQLModel, table=True):
    """One organisation's part in an appeal, as of the event number that its row calls ``settled``.

    ``holds`` says that it has the appeal, or had it last. Of an open one its time goes on: it is *whose*
    ``since`` then, and late from ``late_from`` on; where it is ``urgent`` all hours count.
    """

    __tablename__ = "ledger"

    appeal: UUID = Field(primary_key=True)
    organisation: str = Field(primary_key=True)
    holds: bool
    elapsed: timedelta
    working: timedelta
    paused: timedelta
    idle: timedelta
    off_hours: timedelta
    late: timedelta
    extended: timedelta
    breached: int
    breached_steps: int
    whose: str | None = None
    since: datetime | None = None
    late_from: datetime | None = None
    urgent: bool | None = None
