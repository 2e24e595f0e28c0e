"""Feedback of applicants as it is shown."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from schemas.http.responses.time_ledger import LedgerGrouping
from schemas.http.responses.views import PageView, View


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
