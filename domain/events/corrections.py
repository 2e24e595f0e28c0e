"""Events of corrections: what was registered by mistake, without personal data."""

from dataclasses import dataclass
from uuid import UUID

from domain.policy.plan import Plan


@dataclass(frozen=True, slots=True)
class ApplicantCorrected:
    """The ``fields`` of the applicant at this ``position`` were corrected.

    The new values and the former ones are in the database, under the id of the command.
    """

    position: int
    fields: tuple[str, ...]
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class TopicCorrected:
    """The topic was corrected, or these of its ``fields``; the steps ahead are those of ``plan``."""

    former_topic: str
    topic: str
    plan: Plan
    fields: tuple[str, ...] = ()
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class RegionCorrected:
    """The region was corrected; the steps ahead are those of ``plan``."""

    former_region: str
    region: str
    plan: Plan
    text: UUID | None = None


CorrectionEvent = ApplicantCorrected | TopicCorrected | RegionCorrected
