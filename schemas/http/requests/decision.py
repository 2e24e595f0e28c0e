"""What whoever decides may say of the decision in the law's own terms."""

from pydantic import Field

from domain.law.vocabulary import HearingException, Verdict
from schemas.base import Body
from schemas.http.requests.fields import LawWord


class Deciding(Body):
    """A decision in the law's terms, as far as it is said."""

    decision: LawWord | None = Field(None, description="In the law's terms; the usual one of the outcome.")
    termination: LawWord | None = Field(None, description="The law's ground, where it is terminated.")
    remedies: bool = Field(
        default=True, description="The act tells the superior body, term and order of complaint."
    )
    hearing_exception: HearingException | None = Field(
        None, description="Why nobody was heard before the act."
    )

    @property
    def verdict(self) -> Verdict:
        """Return what is said."""
        return Verdict(
            decision=self.decision or "",
            ground=self.termination or "",
            remedies=self.remedies,
            exception=self.hearing_exception,
        )
