"""The bodies of the commands of the law."""

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field

from domain import commands as c
from domain.law.vocabulary import Danger, Defect, NotificationMeans, ReturnGround
from schemas.http.requests.command_body import AppealCommandBody, CommandBody, TaskCommandBodyWithText
from schemas.http.requests.fields import LegalTermId, Slug, TermText, Text
from schemas.http.requests.intake import ApplicantBody
from schemas.http.requests.tasks import Override


def _without_repetitions(defects: tuple[Defect, ...]) -> tuple[Defect, ...]:
    return tuple(dict.fromkeys(defects))


class RedirectBody(TaskCommandBodyWithText):
    """To which body the whole appeal goes, and why."""

    command_class = c.Redirect
    to_organisation: Slug = Field(alias="to", description="The organisation that is competent.")
    text: Text
    override: Override = False


class SplitOffBody(TaskCommandBodyWithText):
    """Which demands go to which body, and why."""

    command_class = c.SplitOff
    demands: Annotated[tuple[UUID, ...], Field(min_length=1, max_length=20)] = Field(
        description="As the appeal lists them."
    )
    to_organisation: Slug = Field(alias="to", description="The organisation that is competent for them.")
    text: Text
    override: Override = False


class FlagDangerBody(TaskCommandBodyWithText):
    """What the appeal tells of."""

    command_class = c.FlagDanger
    danger: Danger


class ReportDefectsBody(TaskCommandBodyWithText):
    """What the appeal lacks, and by when it may be mended."""

    command_class = c.ReportDefects
    sent_to_applicant = True
    defects: Annotated[tuple[Defect, ...], Field(min_length=1), AfterValidator(_without_repetitions)]
    term: TermText


class ReturnToApplicantBody(TaskCommandBodyWithText):
    """Why the appeal is given back."""

    command_class = c.ReturnToApplicant
    sent_to_applicant = True
    ground: ReturnGround
    identical_to: UUID | None = Field(None, description="The appeal that it is identical to.")
    text: Text
    override: Override = False


class AnnouncePreliminaryDecisionBody(TaskCommandBodyWithText):
    """What is going to be decided."""

    command_class = c.AnnouncePreliminaryDecision
    sent_to_applicant = True
    text: Text


class RecordHearingBody(TaskCommandBodyWithText):
    """That the applicant was heard."""

    command_class = c.RecordHearing
    is_optional = True


class SignHearingProtocolBody(TaskCommandBodyWithText):
    """The protocol of the hearing."""

    command_class = c.SignHearingProtocol
    text: Text


class ForwardComplaintBody(TaskCommandBodyWithText):
    """A word to the superior that gets the complaint and its file."""

    command_class = c.ForwardComplaint
    is_optional = True
    override: Override = False


class DecideRecusalBody(TaskCommandBodyWithText):
    """Whether the person challenged steps aside."""

    command_class = c.DecideRecusal
    is_upheld: bool = Field(alias="upheld")


class RecordNotificationBody(TaskCommandBodyWithText):
    """By what the applicant was told; the text is the proof of delivery."""

    command_class = c.RecordNotification
    means: NotificationMeans
    text: Text


class ChangeKindBody(CommandBody):
    """The kind of the appeal, and why it is changed."""

    command_class = c.ChangeKind
    kind: LegalTermId
    complaint_against: Slug | None = Field(
        None,
        description="Of a complaint: the body complained of. If left out, the one that has the appeal; "
        "at the reception, the one that its topic is for.",
    )
    text: Text


class CorrectDefectsBody(AppealCommandBody):
    """What the appeal lacked."""

    command_class = c.CorrectDefects
    text: Text


class SubmitObjectionBody(AppealCommandBody):
    """What the applicant has against the preliminary decision."""

    command_class = c.SubmitObjection
    text: Text


class RequestHearingBody(AppealCommandBody):
    """The applicant wants to be heard in person."""

    command_class = c.RequestHearing
    is_optional = True


class SubmitProtocolRemarksBody(AppealCommandBody):
    """What the applicant remarks on the protocol."""

    command_class = c.SubmitProtocolRemarks
    text: Text


class RequestRecusalBody(CommandBody):
    """Which official is to have no part in the appeal, and why."""

    command_class = c.RequestRecusal
    person: UUID | None = Field(
        None,
        description="An official who has, had or oversees the appeal; if left out, its present holder.",
    )
    text: Text


class ChangeRepresentativeBody(CommandBody):
    """Who represents the applicant from now on."""

    command_class = c.ChangeRepresentative
    person: ApplicantBody | None = Field(description="Null to remove the representative.")
    text: Text | None = Field(None, description="The authorisation that was given orally, written down.")


class RequestFileAccessBody(AppealCommandBody):
    """The applicant wants to see the file."""

    command_class = c.RequestFileAccess
    is_optional = True


class AttachToFileBody(AppealCommandBody):
    """The returned appeal to whose file this one is attached."""

    command_class = c.AttachToFile
    is_text_in_command = False
    target_appeal: UUID = Field(alias="into")
