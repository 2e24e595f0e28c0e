"""The details of events: one shape for each type of event, made from the fields of the event.

A new event needs nothing here, unless a field is for Komek's own use or has a type without a known shape.
"""

from collections.abc import Callable
from dataclasses import fields
from datetime import datetime
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_type_hints
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, create_model

from domain import events as e
from domain.country.languages import Language
from domain.identity.people import Group, Role
from domain.law.applicable_law import Law
from domain.state.clock import ClockKind
from domain.worktime.terms import Term
from domain.worktime.working_calendar import Calendar
from schemas.http.requests.intake import Channel
from schemas.wire.stored_names import EVENT_NAMES

# Fields for Komek's own use, beside the text, which stands next to the details.
OMITTED_FIELDS = frozenset(
    {
        *("text", "plan", "statute_clock", "mark_index", "skipped_shares", "skipped_levels", "early"),
        *("superior", "considering_superior", "barred", "recused", "previous_term_starts", "restored"),
    }
)
RENAMED_FIELDS = {"rule_id": "rule", "origin_task": "origin"}  # as the views of a task name them


TERM_PATTERN = "^[0-9]{1,6}(wd|wh|wm|cd|mo|s)$"


class EventPart(BaseModel):
    """A part of an answer about an event; made from the event by its attributes."""

    model_config = ConfigDict(from_attributes=True, frozen=True)


class GroupView(EventPart):
    """The people of one organisation who share one role."""

    organisation: str
    role: Role


class LawView(EventPart):
    """The law of an appeal: its rulebook and kind; both are empty where no law is known."""

    rulebook: str
    kind: str


class ClockShiftView(EventPart):
    """A clock that a change of the calendar moved; one that had run out before stays breached."""

    clock: ClockKind
    task: UUID | None
    old_due_at: datetime
    new_due_at: datetime
    breached: bool


class EventDetails(EventPart):
    """The details of one event. ``event`` names its type, and so the shape of the rest."""

    event: str


def _calendar_version(calendar: Calendar | str) -> str:
    return calendar if isinstance(calendar, str) else calendar.version


SHAPES: dict[Any, Any] = {
    Group: GroupView,
    Law: LawView,
    Term: Annotated[
        str,
        BeforeValidator(str),
        Field(pattern=TERM_PATTERN),
    ],
    Calendar: Annotated[str, BeforeValidator(_calendar_version), Field(description="Its version.")],
    tuple[e.ClockShift, ...]: list[ClockShiftView],
}
SHAPES |= {kind | None: shape | None for kind, shape in SHAPES.items() if isinstance(kind, type)}
SHAPES_BY_FIELD: dict[str, Any] = {"channel": Channel, "language": Language}
ADDED_FIELDS: dict[type, dict[str, Any]] = {
    e.Decided: {
        "title": (str | None, Field(None, description="Of the decision, in the reader's language.")),
        "termination_ground_title": (str | None, Field(None, description="In the reader's language.")),
    }
}


def shown_fields(event: type) -> dict[str, str]:
    """Return the fields of an event's class that are shown, with their names in the API."""
    names = (each.name for each in fields(event) if each.name not in OMITTED_FIELDS)
    return {name: RENAMED_FIELDS.get(name, name) for name in names}


def _details_class(name: str, event: type) -> type[EventDetails]:
    types = get_type_hints(event)
    shapes: dict[str, Any] = {
        shown: (SHAPES_BY_FIELD.get(field) or SHAPES.get(types[field], types[field]), ...)
        for field, shown in shown_fields(event).items()
    }
    purpose = (event.__doc__ or "").partition("\n")[0]
    make: Callable[..., type[EventDetails]] = create_model
    return make(
        f"{event.__name__}Details",
        __base__=EventDetails,
        __doc__=purpose,
        event=(Literal[name], ...),
        **shapes,
        **ADDED_FIELDS.get(event, {}),
    )


DETAILS_BY_NAME = {name: _details_class(name, event) for name, event in EVENT_NAMES.items()}

if TYPE_CHECKING:
    AnyEventDetails = EventDetails
else:
    AnyEventDetails = Annotated[reduce(or_, DETAILS_BY_NAME.values()), Field(discriminator="event")]


def event_details(name: str, event: e.Event, **added: object) -> EventDetails:
    """Return the details of *event*, whose stored name is *name*, with the fields that only the API has."""
    values = {shown: getattr(event, field) for field, shown in shown_fields(type(event)).items()}
    return DETAILS_BY_NAME[name].model_validate({"event": name, **values, **added}, from_attributes=True)
