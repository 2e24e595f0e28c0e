"""What people send to the acts of the law; each body knows the command that it asks for."""

from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from domain import act_commands as a
from domain.legal import Danger, Defect, Means, ReturnGround
from domain.people import Person
from schemas.appeal_bodies import AppealBody
from schemas.base import Body
from schemas.bodies import Override, WrittenTaskBody
from schemas.fields import LawWord, Slug, Text, WrittenTerm
from schemas.intake import Applicant


class Redirect(WrittenTaskBody):
    """To which body the whole appeal goes, and why."""

    to: Slug = Field(description="The organisation that is competent.")
    text: Text
    override: Override = False

    def command(self, by: Person, task: UUID, text: UUID | None) -> a.Redirect:
        """Return the command that is asked for."""
        return a.Redirect(by, task, self.to, text, self.override)


class PartRedirect(WrittenTaskBody):
    """Which demands go to which body, and why."""

    demands: Annotated[list[UUID], Field(min_length=1, max_length=20)] = Field(
        description="As the appeal lists them."
    )
    to: Slug = Field(description="The organisation that is competent for them.")
    text: Text
    override: Override = False

    def command(self, by: Person, task: UUID, text: UUID | None) -> a.RedirectPart:
        """Return the command that is asked for."""
        return a.RedirectPart(by, task, tuple(self.demands), self.to, text, self.override)


class DangerFlag(WrittenTaskBody):
    """What the appeal tells of."""

    danger: Danger

    def command(self, by: Person, task: UUID, text: UUID | None) -> a.FlagDanger:
        """Return the command that is asked for."""
        return a.FlagDanger(by, task, self.danger, text)


class Defects(WrittenTaskBody):
    """What the appeal lacks, and by when it may be mended."""

    leaves: ClassVar[bool] = True
    missing: Annotated[list[Defect], Field(min_length=1)]
    term: WrittenTerm

    def command(self, by: Person, task: UUID, text: UUID | None) -> a.NameDefects:
        """Return the command that is asked for."""
        return a.NameDefects(by, task, tuple(dict.fromkeys(self.missing)), self.term, text)


class ReturnToApplicant(WrittenTaskBody):
    """Why the appeal is given back."""

    leaves: ClassVar[bool] = True
    ground: ReturnGround
    earlier: UUID | None = Field(None, description="The appeal that it is identical to.")
    text: Text
    override: Override = False

    def command(self, by: Person, task: UUID, text: UUID | None) -> a.ReturnToApplicant:
        """Return the command that is asked for."""
        return a.ReturnToApplicant(by, task, self.ground, self.earlier, text, self.override)


class Preliminary(WrittenTaskBody):
    """What is going to be decided."""

    leaves: ClassVar[bool] = True
    text: Text

    def command(self, by: Person, task: UUID, text: UUID | None) -> a.TellPreliminary:
        """Return the command that is asked for."""
        return a.TellPreliminary(by, task, text)


class Hearing(WrittenTaskBody):
    """That the applicant was heard."""

    def command(self, by: Person, task: UUID, text: UUID | None) -> a.RecordHearing:
        """Return the command that is asked for."""
        return a.RecordHearing(by, task, text)


class Protocol(WrittenTaskBody):
    """The protocol of the hearing."""

    text: Text

    def command(self, by: Person, task: UUID, text: UUID | None) -> a.SignProtocol:
        """Return the command that is asked for."""
        return a.SignProtocol(by, task, text)


class Forward(WrittenTaskBody):
    """A word to the superior that gets the complaint and its file."""

    override: Override = False

    def command(self, by: Person, task: UUID, text: UUID | None) -> a.Forward:
        """Return the command that is asked for."""
        return a.Forward(by, task, text, self.override)


class RecusalDecision(WrittenTaskBody):
    """Whether the person challenged steps aside."""

    upheld: bool

    def command(self, by: Person, task: UUID, text: UUID | None) -> a.DecideRecusal:
        """Return the command that is asked for."""
        return a.DecideRecusal(by, task, self.upheld, text)


class Notice(WrittenTaskBody):
    """By what the applicant was told; the text is the proof of delivery."""

    means: Means
    text: Text

    def command(self, by: Person, task: UUID, text: UUID | None) -> a.Notify:
        """Return the command that is asked for."""
        return a.Notify(by, task, self.means, text)


class KindChange(Body):
    """Of which kind the appeal is, and why it is treated so."""

    kind: LawWord
    against: Slug | None = Field(
        None,
        description="Of a complaint: the body complained of. If left out, the one that has the appeal; "
        "at the reception, the one that its topic is for.",
    )
    text: Text


class Mending(AppealBody):
    """What the appeal lacked."""

    text: Text

    def command(self, by: Person, text: UUID | None) -> a.Mend:
        """Return the command that is asked for."""
        return a.Mend(by, text)


class Objection(AppealBody):
    """What the applicant has against the preliminary decision."""

    text: Text

    def command(self, by: Person, text: UUID | None) -> a.Object:
        """Return the command that is asked for."""
        return a.Object(by, text)


class HearingRequest(AppealBody):
    """The applicant wants to be heard in person."""

    def command(self, by: Person, text: UUID | None) -> a.AskForHearing:
        """Return the command that is asked for."""
        return a.AskForHearing(by, text)


class ProtocolRemark(AppealBody):
    """What the applicant remarks on the protocol."""

    text: Text

    def command(self, by: Person, text: UUID | None) -> a.RemarkOnProtocol:
        """Return the command that is asked for."""
        return a.RemarkOnProtocol(by, text)


class Challenge(Body):
    """Who shall have no part in the appeal, and why."""

    person: UUID | None = Field(
        None,
        description="Somebody of the staff who has, had or oversees the appeal; "
        "if left out, whoever has it in hand now.",
    )
    text: Text


class Representative(Body):
    """Who speaks for the applicant from now on."""

    person: Applicant | None = Field(description="Null where nobody does any more.")
    text: Text | None = Field(None, description="The authorisation that was given orally, written down.")


class FileRequest(AppealBody):
    """The applicant wants to see the file."""

    def command(self, by: Person, text: UUID | None) -> a.AskForFile:
        """Return the command that is asked for."""
        return a.AskForFile(by, text)


class Attachment(AppealBody):
    """The returned appeal to whose file this one is attached."""

    into: UUID

    def command(self, by: Person, text: UUID | None) -> a.Attach:  # noqa: ARG002
        """Return the command that is asked for."""
        return a.Attach(by, self.into)
