"""The timeline of an appeal, past and forecast, with notes."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from pydantic import Field

from domain.identity.people import Person, Role
from schemas.http.event_details import AnyEventDetails
from schemas.http.responses.views import ForecastEvent, PageView, View
from schemas.vocabulary.events import EventType


class ActorView(View):
    """Who did it; the name only for colleagues."""

    role: Role
    organisation: str
    name: str | None

    @classmethod
    def from_person(cls, by: Person | None, names: Mapping[UUID, str]) -> "ActorView | None":
        """Return who it was, with their name if it is among *names*; None where time itself did it."""
        return cls(role=by.role, organisation=by.organisation, name=names.get(by.id)) if by else None


class TimelineEvent(View):
    """Something that happened to the appeal."""

    seq: int
    occurred_at: datetime
    event: EventType
    title: str = Field(description="Of the event, in the reader's language.")
    by: ActorView | None = Field(description="Null for automatic events.")
    details: AnyEventDetails
    text: str | None


class TimelineView(View):
    """The whole story of an appeal, past and to come."""

    past: list[TimelineEvent]
    future: list[ForecastEvent]


class NoteView(View):
    """A remark of a colleague."""

    id: UUID
    task: UUID | None
    created_at: datetime
    text: str
    by_person: UUID
    by_organisation: str


class NotePage(PageView[NoteView]):
    """A page of notes."""
