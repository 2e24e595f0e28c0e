"""What the API answers about corrections of the applicants' data."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from schemas.http.responses.views import PageView, View


class CorrectionView(View):
    """A correction of the data of one applicant."""

    position: int = Field(description="The applicant's place in `applicants` of the appeal, from 0.")
    corrected_at: datetime
    by_person: UUID
    by_organisation: str
    former_values: dict[str, Any] = Field(description="What was corrected, as it was before.")


class CorrectionPage(PageView[CorrectionView]):
    """A page of corrections."""
