"""What the API tells of what happened to an appeal and will, and what colleagues and citizens said of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from domain.identity.people import Person, Role
from schemas.http.responses.views import ESTIMATED, View


class Actor(View):
    """Who did it; the name only for colleagues."""

    role: Role
    organisation: str
    name: str | None

    @classmethod
    def of(cls, by: Person | None, names: Mapping[UUID, str]) -> "Actor | None":
        """Return who it was, with their name if it is among *names*; None where time itself did it."""
        return cls(role=by.role, organisation=by.organisation, name=names.get(by.id)) if by else None


class Happened(View):
    """Something that happened to the appeal."""

    seq: int
    at: datetime
    event: str
    by: Actor | None = Field(description="Null where time itself spoke.")
    details: dict[str, Any]
    text: str | None


class ToCome(View):
    """Something that will happen by itself, and when, unless somebody acts."""

    at: datetime
    event: str
    details: dict[str, Any]
    estimated: bool = Field(default=False, description=ESTIMATED)


class Timeline(View):
    """The whole story of an appeal, past and to come."""

    past: list[Happened]
    future: list[ToCome]


class NoteView(View):
    """A remark of a colleague."""

    id: UUID
    task: UUID | None
    at: datetime
    body: str
    by_person: UUID
    by_organisation: str


class FeedbackView(View):
    """How the citizen found it."""

    id: UUID
    at: datetime
    score: int
    body: str | None
