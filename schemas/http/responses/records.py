"""What the API answers about an appeal beside its view: corrections, attended views, identical appeals."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from domain.state.appeal import Status
from domain.state.task import Outcome
from schemas.http.responses.views import PageView, View


class CorrectionView(View):
    """A correction of the data of one applicant, or of the fields of the topic."""

    position: int | None = Field(
        description="The applicant's place in `applicants`, from 0; null for the fields of the topic."
    )
    corrected_at: datetime
    by_person: UUID
    by_organisation: str
    former_values: dict[str, Any] = Field(description="What was corrected, as it was before.")


class CorrectionPage(PageView[CorrectionView]):
    """A page of corrections."""


class AttendedViewRecord(View):
    """A view of the appeal at another reception, with an applicant present."""

    viewed_at: datetime
    by_person: UUID
    by_organisation: str
    applicant: int = Field(description="The place of the person present in `applicants`, from 0.")
    reason: str


class AttendedViewPage(PageView[AttendedViewRecord]):
    """A page of views."""


class DuplicateAppeal(View):
    """An earlier appeal of the same applicant with the same text."""

    id: UUID
    number: str
    organisation: str
    registered_at: datetime
    status: Status
    outcome: Outcome | None


class DuplicateAppealPage(PageView[DuplicateAppeal]):
    """A page of earlier appeals with the same text."""
