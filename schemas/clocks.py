"""The ledger of an appeal's time as it is shown: amounts are ISO 8601 durations, and they add up."""

from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

from pydantic import Field, WithJsonSchema

from domain.clocks import ClockKind
from domain.ledger import Whose
from domain.plan import Step
from schemas.views import View

# ISO 8601; JSON Schema's own "duration" knows no fractions of a second
Duration = Annotated[
    timedelta, WithJsonSchema({"type": "string", "pattern": "^-?P", "examples": ["PT1H0.5S"]})
]


class ClockView(View):
    """One running clock, with what it was started with."""

    kind: ClockKind
    task: UUID | None
    started: datetime
    budget: str = Field(description="A term, as in 15wd.")
    extensions: list[str]
    due: datetime | None = Field(description="Null while the appeal waits for the citizen.")


class SpentView(View):
    """An amount of time: elapsed is the sum of working, paused and off_hours."""

    elapsed: Duration
    working: Duration
    paused: Duration
    off_hours: Duration
    late: Duration


class OwnerView(View):
    """Whose time it was."""

    whose: Whose
    organisation: str
    step: Step | None


class StretchView(View):
    """A stretch of time of one owner."""

    owner: OwnerView
    begins: datetime
    ends: datetime
    late: bool
    spent: SpentView


class TotalView(View):
    """All time of one owner."""

    owner: OwnerView
    spent: SpentView


class ExtensionView(View):
    """The statute clock was extended."""

    at: datetime
    term: str
    old_due: datetime
    new_due: datetime


class ClocksView(View):
    """Where all the time of an appeal went, and which clocks run now."""

    begins: datetime
    ends: datetime
    running: list[ClockView]
    spent: SpentView
    totals: list[TotalView]
    stretches: list[StretchView]
    extensions: list[ExtensionView]
