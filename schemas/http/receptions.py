"""Personal receptions: requests and responses."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from domain.rules.receptions import ReceptionChange, ReceptionState
from schemas.base import RequestBody
from schemas.http.requests.fields import Moment, SingleLineText, Slug, WholeNumber
from schemas.http.requests.filters import Cursor
from schemas.http.requests.intake import Channel, NewAppealBody
from schemas.http.responses.views import PageView, StaffReference, View


class NewReceptionBody(RequestBody):
    """A reception of a head or deputy."""

    organisation: Slug
    official: UUID = Field(description="Who receives: a head or deputy of the organisation.")
    begins_at: Moment
    ends_at: Moment
    place: SingleLineText


class RescheduleReceptionBody(RequestBody):
    """New hours of a reception, with a reason."""

    begins_at: Moment
    ends_at: Moment
    place: SingleLineText | None = Field(None, description="The same if left out.")
    reason: SingleLineText


class CancelReceptionBody(RequestBody):
    """The reason of a cancellation."""

    reason: SingleLineText


class NewVisitBody(NewAppealBody):
    """A visit: resolved at the reception as `intake_resolution`, or else a written appeal."""

    channel: Literal[Channel.PERSONAL_RECEPTION] = Channel.PERSONAL_RECEPTION
    received_at: None = Field(None, description="Just now: a visit is written down the same day.")
    booking: WholeNumber | None = Field(
        None, ge=1, le=1_000_000, description="Their number, if they were booked."
    )


class PublicScheduleParams(RequestBody):
    """Filters of the public schedule."""

    organisation: Slug
    begins_from: Moment | None = Field(None, description="From now on if left out.")
    begins_before: Moment | None = Field(None, description="Three months later if left out.")


class ReceptionListParams(PublicScheduleParams):
    """Filters of the list of receptions."""

    organisation: Slug | None = None  # type: ignore[assignment]  # here it may be left out
    limit: int = Field(50, ge=1, le=200)
    cursor: str | None = Cursor


class PublicReceptionView(View):
    """Time and place of a reception."""

    organisation: str
    organisation_title: str = Field(description="What the organisation is called, in the reader's language.")
    post: str = Field(description="The post of who receives, in the reader's language.")
    begins_at: datetime
    ends_at: datetime
    place: str
    cancelled: bool


class PublicReceptionPage(PageView[PublicReceptionView]):
    """A page of the public schedule."""


class ApprovalView(View):
    """The approval of the present hours."""

    id: UUID
    name: str
    approved_at: datetime


class ReceptionView(View):
    """A reception of the schedule."""

    id: UUID
    organisation: str
    official: StaffReference
    begins_at: datetime
    ends_at: datetime
    place: str
    state: ReceptionState
    approval: ApprovalView


class ReceptionPage(PageView[ReceptionView]):
    """A page of receptions."""


class ReceptionChangeView(View):
    """A change of a reception and its hours after it."""

    change: ReceptionChange
    changed_at: datetime
    changed_by: UUID
    changed_by_name: str
    begins_at: datetime
    ends_at: datetime
    place: str
    reason: str | None


class VisitView(View):
    """A place on the list of a reception. The visitor is named in the appeal."""

    booking: int
    booked_at: datetime | None
    received_at: datetime | None
    appeal: UUID | None
    appeal_number: str | None
    resolved: bool | None = Field(description="Whether it was solved there; null until they were received.")


class ReceptionDetailView(ReceptionView):
    """A reception with its changes and its list."""

    changes: list[ReceptionChangeView]
    visits: list[VisitView]


class OverdueReceptionView(View):
    """The due date of an official's next reception, with none planned in time."""

    organisation: str
    official: UUID = Field(description="The head or deputy: each receives people in each calendar month.")
    counts_from: datetime = Field(
        description="The last reception held; or since when the directory has the official, if none was."
    )
    last_held_at: datetime | None
    due_at: datetime
    next_planned_at: datetime | None = Field(description="The next of the schedule, too late as it is.")
    overdue: bool
    article: str


class OverdueReceptionPage(PageView[OverdueReceptionView]):
    """A page of overdue receptions."""
