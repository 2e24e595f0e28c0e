"""What people send to the acts of the law; each body knows the command that it asks for."""

from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from domain import commands as c
from domain.identity.people import Person
from domain.law.vocabulary import Danger, Defect, NotificationMeans, ReturnGround
from schemas.base import RequestBody
from schemas.http.requests.appeals import AppealCommandBody
from schemas.http.requests.fields import LegalTermId, Slug, TermText, Text
from schemas.http.requests.intake import ApplicantBody
from schemas.http.requests.tasks import Override, TaskCommandBodyWithText


class RedirectBody(TaskCommandBodyWithText):
    """To which body the whole appeal goes, and why."""

    to: Slug = Field(description="The organisation that is competent.")
    text: Text
    override: Override = False

    def command(self, by: Person, task: UUID, text: UUID | None) -> c.Redirect:
        """Return the command that is asked for."""
        return c.Redirect(by, task, self.to, text, self.override)


class SplitOffBody(TaskCommandBodyWithText):
    """Which demands go to which body, and why."""

    demands: Annotated[list[UUID], Field(min_length=1, max_length=20)] = Field(
        description="As the appeal lists them."
    )
    to: Slug = Field(description="The organisation that is competent for them.")
    text: Text
    override: Override = False

    def command(self, by: Person, task: UUID, text: UUID | None) -> c.SplitOff:
        """Return the command that is asked for."""
        return c.SplitOff(by, task, tuple(self.demands), self.to, text, self.override)


class FlagDangerBody(TaskCommandBodyWithText):
    """What the appeal tells of."""

    danger: Danger

    def command(self, by: Person, task: UUID, text: UUID | None) -> c.FlagDanger:
        """Return the command that is asked for."""
        return c.FlagDanger(by, task, self.danger, text)


class ReportDefectsBody(TaskCommandBodyWithText):
    """What the appeal lacks, and by when it may be mended."""

    sent_to_applicant: ClassVar[bool] = True
    defects: Annotated[list[Defect], Field(min_length=1)]
    term: TermText

    def command(self, by: Person, task: UUID, text: UUID | None) -> c.ReportDefects:
        """Return the command that is asked for."""
        return c.ReportDefects(by, task, tuple(dict.fromkeys(self.defects)), self.term, text)


class ReturnToApplicantBody(TaskCommandBodyWithText):
    """Why the appeal is given back."""

    sent_to_applicant: ClassVar[bool] = True
    ground: ReturnGround
    identical_to: UUID | None = Field(None, description="The appeal that it is identical to.")
    text: Text
    override: Override = False

    def command(self, by: Person, task: UUID, text: UUID | None) -> c.ReturnToApplicant:
        """Return the command that is asked for."""
        return c.ReturnToApplicant(by, task, self.ground, self.identical_to, text, self.override)


class AnnouncePreliminaryDecisionBody(TaskCommandBodyWithText):
    """What is going to be decided."""

    sent_to_applicant: ClassVar[bool] = True
    text: Text

    def command(self, by: Person, task: UUID, text: UUID | None) -> c.AnnouncePreliminaryDecision:
        """Return the command that is asked for."""
        return c.AnnouncePreliminaryDecision(by, task, text)


class RecordHearingBody(TaskCommandBodyWithText):
    """That the applicant was heard."""

    def command(self, by: Person, task: UUID, text: UUID | None) -> c.RecordHearing:
        """Return the command that is asked for."""
        return c.RecordHearing(by, task, text)


class SignHearingProtocolBody(TaskCommandBodyWithText):
    """The protocol of the hearing."""

    text: Text

    def command(self, by: Person, task: UUID, text: UUID | None) -> c.SignHearingProtocol:
        """Return the command that is asked for."""
        return c.SignHearingProtocol(by, task, text)


class ForwardComplaintBody(TaskCommandBodyWithText):
    """A word to the superior that gets the complaint and its file."""

    override: Override = False

    def command(self, by: Person, task: UUID, text: UUID | None) -> c.ForwardComplaint:
        """Return the command that is asked for."""
        return c.ForwardComplaint(by, task, text, self.override)


class DecideRecusalBody(TaskCommandBodyWithText):
    """Whether the person challenged steps aside."""

    upheld: bool

    def command(self, by: Person, task: UUID, text: UUID | None) -> c.DecideRecusal:
        """Return the command that is asked for."""
        return c.DecideRecusal(by, task, self.upheld, text)


class RecordNotificationBody(TaskCommandBodyWithText):
    """By what the applicant was told; the text is the proof of delivery."""

    means: NotificationMeans
    text: Text

    def command(self, by: Person, task: UUID, text: UUID | None) -> c.RecordNotification:
        """Return the command that is asked for."""
        return c.RecordNotification(by, task, self.means, text)


class ChangeKindBody(RequestBody):
    """Of which kind the appeal is, and why it is treated so."""

    kind: LegalTermId
    complaint_against: Slug | None = Field(
        None,
        description="Of a complaint: the body complained of. If left out, the one that has the appeal; "
        "at the reception, the one that its topic is for.",
    )
    text: Text


class CorrectDefectsBody(AppealCommandBody):
    """What the appeal lacked."""

    text: Text

    def command(self, by: Person, text: UUID | None) -> c.CorrectDefects:
        """Return the command that is asked for."""
        return c.CorrectDefects(by, text)


class SubmitObjectionBody(AppealCommandBody):
    """What the applicant has against the preliminary decision."""

    text: Text

    def command(self, by: Person, text: UUID | None) -> c.SubmitObjection:
        """Return the command that is asked for."""
        return c.SubmitObjection(by, text)


class RequestHearingBody(AppealCommandBody):
    """The applicant wants to be heard in person."""

    def command(self, by: Person, text: UUID | None) -> c.RequestHearing:
        """Return the command that is asked for."""
        return c.RequestHearing(by, text)


class SubmitProtocolRemarksBody(AppealCommandBody):
    """What the applicant remarks on the protocol."""

    text: Text

    def command(self, by: Person, text: UUID | None) -> c.SubmitProtocolRemarks:
        """Return the command that is asked for."""
        return c.SubmitProtocolRemarks(by, text)


class RequestRecusalBody(RequestBody):
    """Who shall have no part in the appeal, and why."""

    person: UUID | None = Field(
        None,
        description="Somebody of the staff who has, had or oversees the appeal; "
        "if left out, whoever has it in hand now.",
    )
    text: Text


class ChangeRepresentativeBody(RequestBody):
    """Who speaks for the applicant from now on."""

    person: ApplicantBody | None = Field(description="Null where nobody does any more.")
    text: Text | None = Field(None, description="The authorisation that was given orally, written down.")


class RequestFileAccessBody(AppealCommandBody):
    """The applicant wants to see the file."""

    def command(self, by: Person, text: UUID | None) -> c.RequestFileAccess:
        """Return the command that is asked for."""
        return c.RequestFileAccess(by, text)


class AttachToFileBody(AppealCommandBody):
    """The returned appeal to whose file this one is attached."""

    into: UUID

    def command(self, by: Person, text: UUID | None) -> c.AttachToFile:  # noqa: ARG002
        """Return the command that is asked for."""
        return c.AttachToFile(by, self.into)
