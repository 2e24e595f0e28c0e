"""Personal receptions: as they are approved, moved and visited, and as they are shown."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from domain.rules.receptions import ReceptionChange, ReceptionState
from schemas.base import Body
from schemas.http.requests.fields import Line, Moment, Slug
from schemas.http.requests.intake import Channel, NewAppeal
from schemas.http.responses.views import Receiver, View


class NewReception(Body):
    """Hours in which a head or deputy will receive people."""

    organisation: Slug
    receiver: UUID = Field(description="Who receives: a head or deputy of the organisation.")
    begins: Moment
    ends: Moment
    place: Line


class ReceptionMove(Body):
    """Other hours for a reception, and why."""

    begins: Moment
    ends: Moment
    place: Line | None = Field(None, description="The same if left out.")
    reason: Line


class ReceptionCancellation(Body):
    """Why a reception will not take place."""

    reason: Line


class NewVisit(NewAppeal):
    """What somebody came to a reception with: settled there, as `here_and_now`, or else a written appeal."""

    channel: Literal[Channel.PERSONAL_RECEPTION] = Channel.PERSONAL_RECEPTION
    received_at: None = Field(None, description="Just now: a visit is written down the same day.")
    booking: int | None = Field(None, ge=1, le=1_000_000, description="Their number, if they were booked.")


class PublicQuestion(Body):
    """Which receptions a citizen asks for."""

    organisation: Slug
    since: Moment | None = Field(None, alias="from", description="From now on if left out.")
    before: Moment | None = Field(None, alias="to", description="Three months later if left out.")


class ReceptionQuestion(PublicQuestion):
    """Which receptions are asked for."""

    organisation: Slug | None = None  # type: ignore[assignment]  # here it may be left out
    limit: int = Field(50, ge=1, le=200)
    cursor: str | None = Field(None, max_length=1000, description="`next` of the page before.")


class PublicReception(View):
    """When and where a head receives people."""

    organisation: str
    title: str = Field(description="What the organisation is called, in the reader's language.")
    post: str = Field(description="The post of who receives, in the reader's language.")
    begins: datetime
    ends: datetime
    place: str
    cancelled: bool


class Approver(View):
    """Who approved the hours as they stand, and when."""

    id: UUID
    name: str
    at: datetime


class ReceptionView(View):
    """A reception of the schedule."""

    id: UUID
    organisation: str
    receiver: Receiver
    begins: datetime
    ends: datetime
    place: str
    state: ReceptionState
    approved: Approver


class ReceptionChangeView(View):
    """What was done to a reception, and how it stood from then on."""

    change: ReceptionChange
    at: datetime
    by_person: UUID
    by_name: str
    begins: datetime
    ends: datetime
    place: str
    reason: str | None


class VisitView(View):
    """A place on the list of a reception. Who came stands in the appeal."""

    number: int
    booked_at: datetime | None
    received_at: datetime | None
    appeal: UUID | None
    appeal_number: str | None
    solved: bool | None = Field(description="Whether it was solved there; null until they were received.")


class ReceptionStory(ReceptionView):
    """A reception with all that was done to it, and its list."""

    changes: list[ReceptionChangeView]
    visits: list[VisitView]


class OwedView(View):
    """By when a body must receive people next, and that nothing is planned for it in time."""

    organisation: str
    since: datetime = Field(
        description="The last reception held; or since when there is a head, if none was."
    )
    held: datetime | None
    due: datetime
    planned: datetime | None = Field(description="The next of the schedule, too late as it is.")
    late: bool
    article: str
