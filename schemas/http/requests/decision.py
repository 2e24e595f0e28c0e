"""What whoever decides may say of the decision in the law's own terms."""

from pydantic import Field

from domain.law.vocabulary import DecisionDetails, HearingException
from schemas.base import RequestBody
from schemas.http.requests.fields import LegalTermId


class DecisionBody(RequestBody):
    """A decision in the law's terms, as far as it is said."""

    decision: LegalTermId | None = Field(
        None, description="In the law's terms; the usual one of the outcome."
    )
    termination_ground: LegalTermId | None = Field(
        None, description="The law's ground, where it is terminated."
    )
    remedies_stated: bool = Field(
        default=True, description="The act tells the superior body, term and order of complaint."
    )
    hearing_exception: HearingException | None = Field(
        None, description="Why nobody was heard before the act."
    )

    @property
    def legal_decision(self) -> DecisionDetails:
        """Return what is said."""
        return DecisionDetails(
            decision=self.decision or "",
            termination_ground=self.termination_ground or "",
            remedies_stated=self.remedies_stated,
            hearing_exception=self.hearing_exception,
        )
