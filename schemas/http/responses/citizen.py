"""What the API answers to a citizen: where the appeal stands; and their feedback as it is shown."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from domain.policy.plan import Step
from domain.projections.next_step import NextStep
from domain.state.appeal import Status
from domain.state.task import Outcome
from schemas.http.responses.time_ledger import LedgerGrouping
from schemas.http.responses.views import (
    BODY_NUMBER_DESCRIPTION,
    ESTIMATED_DUE_DESCRIPTION,
    DecisionView,
    PageView,
    View,
)


class CitizenNoticeView(View):
    """A notice to the applicant, in their language."""

    occurred_at: datetime
    text: str
    officer_text: str | None = Field(
        None, description="The answer, or whatever else was written for the applicant, in full."
    )


class ChildAppealReference(View):
    """A part of one's appeal that has become an appeal of its own."""

    number: str
    tracking_code: str


class ConsideringBody(View):
    """The considering body as its applicant may know it: the body and the post, without names."""

    organisation: str
    title: str
    post: str | None = Field(
        description="The post of the holder of the task; null while it has none. A request for recusal "
        "without a name concerns this person."
    )


class NextStepView(View):
    """What happens next in the appeal, in the language of the applicant."""

    step: NextStep
    until: datetime | None = Field(description="By when; null where no time is set.")
    text: str


class CitizenAppealView(View):
    """The appeal as a holder of the tracking code may see it: its status, without personal data.

    The number and the tracking code are enough: ``id`` is in the address of each act of the citizen.
    """

    id: UUID
    number: str
    status: Status
    stage: Step | Status
    organisation: str
    registered_at: datetime
    statutory_due_at: datetime | None
    due_estimated: bool = Field(default=False, description=ESTIMATED_DUE_DESCRIPTION)
    outcome: Outcome | None
    closed_at: datetime | None
    reopenings: int
    body_number: str | None = Field(None, description=BODY_NUMBER_DESCRIPTION)
    body_registered_on: date | None = Field(None, description="The day of that registration.")
    notices: list[CitizenNoticeView] = Field([])
    next_step: NextStepView | None = Field(
        None, description="What happens next and by when; null only where the history cannot be read."
    )
    decision: DecisionView | None = None
    requested_information: str | None = Field(
        None, description="What the citizen is asked, while the answer is awaited."
    )
    question: int | None = Field(
        None, description="The number of this question, which the answer names; null while none is open."
    )
    deemed_refused_at: datetime | None = Field(
        None, description="Since when silence counts as a refusal, against which you may complain."
    )
    complain_until: datetime | None = Field(
        None, description="Until when you may complain; empty until you are notified of the end."
    )
    considering_body: ConsideringBody | None = Field(
        None, description="The considering body and post; null when the consideration has ended."
    )
    child_appeals: list[ChildAppealReference] = Field(
        [], description="What another body answers by itself, and how to follow it."
    )


class FeedbackView(View):
    """The applicant's feedback on one closing of the appeal."""

    id: UUID
    created_at: datetime
    score: int = Field(description="1 (bad) to 5 (very good).")
    text: str | None
    closing: int = Field(description="The closing that it is about: 1 is the first one.")
    organisation: str = Field(description="The organisation that had the appeal then.")


class FeedbackPage(PageView[FeedbackView]):
    """The feedback on one appeal."""


class FeedbackSummaryItem(View):
    """The scores of one organisation, region or topic."""

    key: str
    count: int
    average_score: float
    by_score: list[int] = Field(description="How often the scores 1, 2, 3, 4 and 5 were chosen.")


class FeedbackSummary(View):
    """Scores added up."""

    grouped_by: LedgerGrouping
    items: list[FeedbackSummaryItem]
