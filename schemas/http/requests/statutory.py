"""The bodies of the commands of the law."""

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field

from domain import commands as c
from domain.law.vocabulary import Danger, Defect, NotificationMeans, ReturnGround
from schemas.http.requests.command_body import AppealCommandBody, CommandBody, TaskCommandBodyWithText
from schemas.http.requests.decision import NotifyingBody
from schemas.http.requests.fields import Flag, LegalTermId, Slug, TermText, Text
from schemas.http.requests.intake import ApplicantBody
from schemas.http.requests.tasks import Override


def _without_repetitions(defects: tuple[Defect, ...]) -> tuple[Defect, ...]:
    return tuple(dict.fromkeys(defects))


class RedirectBody(TaskCommandBodyWithText):
    """The body to which the whole appeal is redirected, and why."""

    command_class = c.Redirect
    to_organisation: Slug = Field(alias="to", description="The organisation that is competent.")
    text: Text
    override: Override = False


class SplitOffBody(TaskCommandBodyWithText):
    """The demands that are split off, their body, and why."""

    command_class = c.SplitOff
    demands: Annotated[tuple[UUID, ...], Field(min_length=1, max_length=20)] = Field(
        description="As the appeal lists them."
    )
    to_organisation: Slug = Field(alias="to", description="The organisation that is competent for them.")
    text: Text
    override: Override = False


class FlagDangerBody(TaskCommandBodyWithText):
    """The danger that the appeal reports."""

    command_class = c.FlagDanger
    danger: Danger


class ReportDefectsBody(TaskCommandBodyWithText):
    """The defects of the appeal, and the term for their correction."""

    command_class = c.ReportDefects
    sent_to_applicant = True
    defects: Annotated[tuple[Defect, ...], Field(min_length=1), AfterValidator(_without_repetitions)]
    term: TermText


class ReturnToApplicantBody(NotifyingBody):
    """The ground for returning the appeal."""

    command_class = c.ReturnToApplicant
    sent_to_applicant = True
    ground: ReturnGround
    identical_to: UUID | None = Field(None, description="The appeal that it is identical to.")
    text: Text
    override: Override = False


class AnnouncePreliminaryDecisionBody(NotifyingBody):
    """The preliminary decision."""

    command_class = c.AnnouncePreliminaryDecision
    sent_to_applicant = True
    text: Text


class RecordHearingBody(TaskCommandBodyWithText):
    """The record that the applicant was heard."""

    command_class = c.RecordHearing
    is_optional = True


class SignHearingProtocolBody(TaskCommandBodyWithText):
    """The protocol of the hearing."""

    command_class = c.SignHearingProtocol
    text: Text


class ForwardComplaintBody(TaskCommandBodyWithText):
    """A message to the superior that gets the complaint and its file."""

    command_class = c.ForwardComplaint
    is_optional = True
    override: Override = False


class DecideRecusalBody(TaskCommandBodyWithText):
    """Whether the person challenged is recused."""

    command_class = c.DecideRecusal
    is_upheld: Flag = Field(alias="upheld")


class RecordNotificationBody(TaskCommandBodyWithText):
    """The means of notifying the applicant; the text is the proof of delivery."""

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
    """The correction of the defects."""

    command_class = c.CorrectDefects
    text: Text


class SubmitObjectionBody(AppealCommandBody):
    """The objection to the preliminary decision."""

    command_class = c.SubmitObjection
    text: Text


class RequestHearingBody(AppealCommandBody):
    """A request for a hearing in person."""

    command_class = c.RequestHearing
    is_optional = True


class SubmitProtocolRemarksBody(AppealCommandBody):
    """Remarks on the protocol."""

    command_class = c.SubmitProtocolRemarks
    text: Text


class RequestRecusalBody(CommandBody):
    """The official whose recusal is requested, and why."""

    command_class = c.RequestRecusal
    person: UUID | None = Field(
        None,
        description="An official who has, had or oversees the appeal; if left out, its present holder.",
    )
    new_circumstances: Flag = Field(
        default=False,
        description="Whether other circumstances are named than in an earlier request.",
    )
    text: Text


class ChangeRepresentativeBody(CommandBody):
    """The applicant's new representative."""

    command_class = c.ChangeRepresentative
    person: ApplicantBody | None = Field(description="Null to remove the representative.")
    text: Text | None = Field(None, description="The authorisation that was given orally, written down.")


class RequestFileAccessBody(AppealCommandBody):
    """A request for access to the file."""

    command_class = c.RequestFileAccess
    is_optional = True


class AttachToFileBody(AppealCommandBody):
    """The returned appeal to whose file this one is attached."""

    command_class = c.AttachToFile
    is_text_in_command = False
    target_appeal: UUID = Field(alias="into")
