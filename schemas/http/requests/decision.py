"""The details of a decision in the law's own terms."""

from pydantic import Field

from domain.law.vocabulary import DecisionDetails, HearingException
from schemas.base import RequestBody
from schemas.http.requests.fields import LegalTermId


class DecisionBody(RequestBody):
    """The details of the legal decision, as far as they are stated."""

    decision: LegalTermId | None = Field(
        None, description="In the law's terms; the usual one of the outcome."
    )
    termination_ground: LegalTermId | None = Field(
        None, description="The law's ground, where it is terminated."
    )
    remedies_stated: bool = Field(
        default=True, description="The act states the superior body, term and order of complaint."
    )
    hearing_exception: HearingException | None = Field(
        None, description="The ground for adopting the act without a hearing."
    )

    @property
    def legal_decision(self) -> DecisionDetails:
        """Return the decision details."""
        return DecisionDetails(
            decision=self.decision or "",
            termination_ground=self.termination_ground or "",
            remedies_stated=self.remedies_stated,
            hearing_exception=self.hearing_exception,
        )
