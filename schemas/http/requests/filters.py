"""Query parameters of lists: filters, limit and cursor."""

from uuid import UUID

from pydantic import Field

from domain.country.languages import Language
from domain.identity.people import Role
from domain.policy.plan import Step
from domain.state.appeal import Status
from domain.state.task import Purpose, TaskState
from schemas.base import RequestBody
from schemas.http.requests.fields import Bin, Iin, Moment, SingleLineText, Slug
from schemas.http.requests.intake import Channel

RegionId = Field(None, pattern=r"^[0-9]{2}$", description="The first two digits of KATO.")
Cursor = Field(None, max_length=1000, description="`next_cursor` of the page before.")


class AppealListParams(RequestBody):
    """Filters of the list of appeals."""

    status: Status | None = None
    stage: str | None = Field(None, pattern=r"^[a-z_]{1,40}$")
    topic: Slug | None = None
    region: str | None = RegionId
    organisation: Slug | None = Field(None, description="Who has it now.")
    channel: Channel | None = None
    language: Language | None = None
    needs_attention: bool | None = None
    overdue: bool = Field(default=False, description="Only those past their statutory due date.")
    registered_from: Moment | None = None
    registered_before: Moment | None = None
    limit: int = Field(50, ge=1, le=200)
    cursor: str | None = Cursor


class AppealSearchBody(AppealListParams):
    """Filters of appeals that must not be in an address."""

    name: SingleLineText | None = Field(None, description="A part of an applicant's name.")
    iin: Iin | None = None
    bin: Bin | None = None


class TaskFilterParams(RequestBody):
    """Filters of open tasks."""

    organisation: Slug | None = None
    role: Role | None = Field(None, description="With an organisation, or of your own.")
    holder: UUID | None = None
    mine: bool = Field(default=False, description="Only those that you hold.")
    state: list[TaskState] = Field([], max_length=len(TaskState))
    step: Step | None = None
    region: str | None = RegionId
    due_before: Moment | None = Field(None, description="Due before this moment, by the step or by the law.")
    topic: Slug | None = None
    purpose: Purpose | None = None
    urgent: bool | None = None
    needs_attention: bool | None = None


class TaskCountParams(TaskFilterParams):
    """Filters of open tasks, and whether to count all of them."""

    exact: bool = Field(default=False, description="Count all of them, not only the thousand most urgent.")


class TaskListParams(TaskFilterParams):
    """Filters of open tasks, with limit and cursor."""

    limit: int = Field(50, ge=1, le=200)
    cursor: str | None = Cursor
