"""The time ledger: what each organisation had of each appeal. Derived from events, and can be rebuilt."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Field, SQLModel


class TimeLedgerRow(SQLModel, table=True):
    """One organisation's share of an appeal, as of its event number ``seq``.

    ``is_current`` says that it has the appeal, or had it last. While the appeal is open, time runs on for the
    ``owner`` from ``since``, and late from ``late_from`` on; where it ``is_urgent`` all hours count.
    """

    __tablename__ = "time_ledger"

    appeal: UUID = Field(primary_key=True)
    organisation: str = Field(primary_key=True)
    seq: int
    is_current: bool
    elapsed: timedelta
    working: timedelta
    paused: timedelta
    idle: timedelta
    off_hours: timedelta
    late: timedelta
    extended_by: timedelta
    missed_statute_clocks: int
    missed_step_clocks: int
    owner: str | None = None
    since: datetime | None = None
    late_from: datetime | None = None
    is_urgent: bool | None = None


class TimeLedgerBacklogRow(SQLModel, table=True):
    """An appeal whose events up to number ``seq`` are still to be settled in the ledger."""

    __tablename__ = "time_ledger_backlog"

    appeal: UUID = Field(primary_key=True)
    seq: int
    closed: bool
