"""The details of a decision in the law's own terms."""

from pydantic import Field

from domain.law.vocabulary import DecisionDetails, HearingException, NotificationMeans
from schemas.base import RequestBody
from schemas.http.requests.command_body import TaskCommandBodyWithText
from schemas.http.requests.fields import Flag, LegalTermId, Moment, Text


class NotifiedBody(RequestBody):
    """How and when the applicant was already notified of what is decided."""

    means: NotificationMeans
    proof: Text = Field(description="The proof of delivery, such as a signature on the copy.")
    at: Moment | None = Field(None, description="When; if left out, now. Terms count from the recording.")


class NotifyingBody(TaskCommandBodyWithText):
    """What is sent with a command that requires a notice to the applicant."""

    notified: NotifiedBody | None = Field(
        None,
        description="If the applicant was already notified, for example in person: the duty to notify them "
        "is then completed in the same step.",
    )

    def arguments(self) -> dict[str, object]:
        """Return the command's own fields, without the notification."""
        return {name: value for name, value in super().arguments().items() if name != "notified"}


class DecisionBody(RequestBody):
    """The details of the legal decision, as far as they are stated."""

    decision: LegalTermId | None = Field(
        None, description="In the law's terms; the usual one of the outcome."
    )
    termination_ground: LegalTermId | None = Field(
        None, description="The law's ground, where it is terminated."
    )
    remedies_stated: Flag = Field(
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
