"""What the API answers about appeals and tasks. No rule: each view is made of rows and facts."""

from datetime import date, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from domain.country.languages import Language
from domain.identity.people import Capacity, Role
from domain.law.vocabulary import HearingException
from domain.policy.plan import Specialty, Step
from domain.policy.topic_fields import FieldValue
from domain.rules.lifecycle import Verb
from domain.state.appeal import Status
from domain.state.task import Duty, Outcome, Purpose, TaskState
from schemas.http.event_details import AnyEventDetails
from schemas.http.requests.intake import Category, Channel, IntakeWarning
from schemas.vocabulary.events import EventType

Item = TypeVar("Item")
BODY_NUMBER_DESCRIPTION = "Under which the considering body has registered it in its own journal."
ESTIMATED_DUE_DESCRIPTION = (
    "It may still move: a day before it is only expected to be off, and awaits confirmation."
)


class View(BaseModel):
    """An answer; made from a row or a summary by its attributes."""

    model_config = ConfigDict(from_attributes=True, frozen=True)


class PageView(View, Generic[Item]):
    """A part of a list, and the cursor of what follows."""

    items: list[Item]
    next_cursor: str | None = Field(None, description="Send it as `cursor` to read on; null at the end.")


class StaffReference(View):
    """Who took the appeal in."""

    id: UUID
    name: str
    organisation: str
    role: Role


class StaffReferenceWithPost(StaffReference):
    """Who took the appeal in, as the talon names them."""

    post: str = Field(description="In the language of the appeal.")


class TalonView(View):
    """What the citizen is given at the counter."""

    id: UUID
    number: str
    tracking_code: str = Field(description="By it the citizen follows the appeal.")
    registered_at: datetime
    statutory_due_at: datetime | None = Field(description="Null where it was settled at once.")
    due_estimated: bool = Field(default=False, description=ESTIMATED_DUE_DESCRIPTION)
    status: Status
    task: UUID | None = Field(
        description="The task with which the work begins; null where the appeal was settled at once."
    )
    received_by: StaffReferenceWithPost
    warnings: list[IntakeWarning] = Field(
        [], description="What looks odd; the appeal is taken in all the same."
    )


class TrackingCodeView(View):
    """A renewed tracking code; the one before is void."""

    number: str
    tracking_code: str | None = Field(description="Shown once: null where the request is repeated.")


class AppealListItemView(View):
    """One appeal in a list."""

    id: UUID
    number: str
    topic: str
    region: str
    status: Status
    step: Step
    stage: Step | Status = Field(description="The step while the appeal is in progress, else the status.")
    organisation: str = Field(description="Who has it now.")
    received_at: datetime
    registered_at: datetime
    statutory_due_at: datetime | None = Field(
        description="Null while the clock is paused, and after the end."
    )
    due_estimated: bool = Field(default=False, description=ESTIMATED_DUE_DESCRIPTION)
    escalations: int
    needs_attention: bool
    reopenings: int
    outcome: Outcome | None
    closed_at: datetime | None
    kind: str | None = Field(None, description="Of the law: application, complaint … Null without a law.")
    rulebook: str | None = Field(None, description="Which state of the law it runs by.")
    parent: UUID | None = Field(None, description="The appeal whose part it is.")
    urgent: bool | None = None
    deemed_refused_at: datetime | None = Field(None, description="Since when silence counts as a refusal.")
    complaint_about: UUID | None = Field(None, description="Of a complaint: the appeal complained of.")
    body_number: str | None = Field(None, description=BODY_NUMBER_DESCRIPTION)
    body_registered_on: date | None = Field(None, description="The day of that registration.")
    complaint_late: bool | None = Field(
        None, description="Of a complaint: that the time to complain was over."
    )


class TaskListItemView(View):
    """One task in an inbox."""

    id: UUID
    appeal: UUID
    number: str
    topic: str
    region: str
    purpose: Purpose
    step: Step
    organisation: str
    role: Role
    state: TaskState
    holder: UUID | None
    opened_at: datetime
    state_since: datetime
    due_at: datetime | None
    held_until: datetime | None
    mandatory: bool
    specialty: Specialty | None
    statutory_due_at: datetime | None
    needs_attention: bool
    version: int
    duty: Duty | None = None
    rule: str | None = Field(None, description="The rule of the law that asks for the duty.")
    urgent: bool | None = None


class DecisionView(View):
    """What was decided, in the law's own terms."""

    code: str | None
    title: str | None = Field(description="What the law calls the decision, in the reader's language.")
    article: str
    termination_ground: str | None = Field(description="Of a termination.")
    termination_ground_title: str | None
    remedies_stated: bool = Field(
        description="Whether the act states the superior body, term and order of complaint."
    )
    hearing_exception: HearingException | None = Field(
        description="The ground for deciding without a hearing."
    )


class ForecastEvent(View):
    """An automatic event to come, unless a command comes first."""

    expected_at: datetime
    event: EventType
    title: str = Field(description="Of the event, in the reader's language.")
    details: AnyEventDetails
    estimated: bool = Field(default=False, description=ESTIMATED_DUE_DESCRIPTION)


class TaskView(TaskListItemView):
    """One task, and what the reader may do with it now."""

    origin: UUID | None
    holder_name: str | None
    allowed_verbs: list[Verb]
    next_event: ForecastEvent | None = Field(
        None, description="The next event that happens by itself, unless a command comes first."
    )
    decision: DecisionView | None = Field(None, description="What was decided on the appeal.")
    complain_until: datetime | None = Field(
        None,
        description="Until when it may be complained of: longer, if the act does not state the remedies.",
    )


class ApplicantView(View):
    """An applicant or representative."""

    capacity: Capacity
    name: str
    iin: str | None
    bin: str | None
    birth_date: date | None
    category: Category | None
    contacts: dict[str, Any]


class AttachmentView(View):
    """A document that lies elsewhere."""

    id: UUID
    name: str
    reference: str
    media_type: str | None
    size: int | None


class DemandView(View):
    """Something that is asked for."""

    id: UUID
    text: str


class AppealReference(View):
    """The appeal that this one is a part of, a part that was split off, or a complaint about it."""

    id: UUID
    number: str
    status: Status


class ApplicantNotificationView(View):
    """Whether the applicant was notified of the decision, and whose duty that is."""

    organisation: str
    due_at: datetime | None = Field(description="Until when, while it is owed.")
    notified_at: datetime | None = Field(description="When it was recorded; null while it is owed.")


class AppealView(AppealListItemView):
    """One appeal, whole, for those who work on it."""

    seq: int
    channel: Channel
    language: Language
    reception: str
    received_by: StaffReference
    text: str
    applicants: list[ApplicantView]
    attachments: list[AttachmentView]
    tasks: list[TaskListItemView]
    topic_fields: dict[str, FieldValue] = Field({}, description="By the ids of the topic's fields.")
    demands: list[DemandView] = Field([], description="The demands; those of a part are listed there.")
    parent_appeal: AppealReference | None = None
    child_appeals: list[AppealReference] = []
    complaints: list[AppealReference] = Field([], description="About this appeal, in order.")
    question: int | None = Field(
        None, description="The number of the open question to the applicant, which the answer names."
    )
    suspension_article: str | None = Field(
        None, description="The article by which its execution waits, while it is complained of."
    )
    complain_until: datetime | None = Field(
        None,
        description="Until when it may be complained of; null until the applicant is notified of the end.",
    )
    decision: DecisionView | None = None
    decided_by: str | None = Field(None, description="The organisation that decided, while this stands.")
    applicant_notification: ApplicantNotificationView | None = Field(
        None, description="Of the decision. For all who had the appeal, also if another body decided."
    )
    complaint_against: str | None = Field(None, description="Of a complaint: the body complained of.")
    external_body: str | None = Field(
        None,
        description="The body outside the system that considers it; `organisation` awaits its answer.",
    )
    previous_bodies: list[str] = Field([], description="Who had it before each redirect, in order.")
    merged_into: UUID | None
    source: str | None = Field(None, description="The other system that it came from, if any.")
    source_id: str | None = Field(None, description="The id of its record there.")
    policy: str
    calendar: str
