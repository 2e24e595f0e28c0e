"""What people send to the acts of the law; each body knows the command that it asks for."""

from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from domain import commands as c
from domain.identity.people import Person
from domain.law.vocabulary import Danger, Defect, Means, ReturnGround
from schemas.base import Body
from schemas.http.requests.appeals import AppealBody
from schemas.http.requests.fields import LawWord, Slug, Text, WrittenTerm
from schemas.http.requests.intake import Applicant
from schemas.http.requests.tasks import Override, WrittenTaskBody


class Redirect(WrittenTaskBody):
    """To which body the whole appeal goes, and why."""

    to: Slug = Field(description="The organisation that is competent.")
    text: Text
    override: Override = False

    def command(self, by: Person, task: UUID, text: UUID | None) -> c.Redirect:
        """Return the command that is asked for."""
        return c.Redirect(by, task, self.to, text, self.override)


class PartRedirect(WrittenTaskBody):
    """Which demands go to which body, and why."""

    demands: Annotated[list[UUID], Field(min_length=1, max_length=20)] = Field(
        description="As the appeal lists them."
    )
    to: Slug = Field(description="The organisation that is competent for them.")
    text: Text
    override: Override = False

    def command(self, by: Person, task: UUID, text: UUID | None) -> c.RedirectPart:
        """Return the command that is asked for."""
        return c.RedirectPart(by, task, tuple(self.demands), self.to, text, self.override)


class DangerFlag(WrittenTaskBody):
    """What the appeal tells of."""

    danger: Danger

    def command(self, by: Person, task: UUID, text: UUID | None) -> c.FlagDanger:
        """Return the command that is asked for."""
        return c.FlagDanger(by, task, self.danger, text)


class Defects(WrittenTaskBody):
    """What the appeal lacks, and by when it may be mended."""

    leaves: ClassVar[bool] = True
    missing: Annotated[list[Defect], Field(min_length=1)]
    term: WrittenTerm

    def command(self, by: Person, task: UUID, text: UUID | None) -> c.NameDefects:
        """Return the command that is asked for."""
        return c.NameDefects(by, task, tuple(dict.fromkeys(self.missing)), self.term, text)


class ReturnToApplicant(WrittenTaskBody):
    """Why the appeal is given back."""

    leaves: ClassVar[bool] = True
    ground: ReturnGround
    earlier: UUID | None = Field(None, description="The appeal that it is identical to.")
    text: Text
    override: Override = False

    def command(self, by: Person, task: UUID, text: UUID | None) -> c.ReturnToApplicant:
        """Return the command that is asked for."""
        return c.ReturnToApplicant(by, task, self.ground, self.earlier, text, self.override)


class Preliminary(WrittenTaskBody):
    """What is going to be decided."""

    leaves: ClassVar[bool] = True
    text: Text

    def command(self, by: Person, task: UUID, text: UUID | None) -> c.TellPreliminary:
        """Return the command that is asked for."""
        return c.TellPreliminary(by, task, text)


class Hearing(WrittenTaskBody):
    """That the applicant was heard."""

    def command(self, by: Person, task: UUID, text: UUID | None) -> c.RecordHearing:
        """Return the command that is asked for."""
        return c.RecordHearing(by, task, text)


class Protocol(WrittenTaskBody):
    """The protocol of the hearing."""

    text: Text

    def command(self, by: Person, task: UUID, text: UUID | None) -> c.SignProtocol:
        """Return the command that is asked for."""
        return c.SignProtocol(by, task, text)


class Forward(WrittenTaskBody):
    """A word to the superior that gets the complaint and its file."""

    override: Override = False

    def command(self, by: Person, task: UUID, text: UUID | None) -> c.Forward:
        """Return the command that is asked for."""
        return c.Forward(by, task, text, self.override)


class RecusalDecision(WrittenTaskBody):
    """Whether the person challenged steps aside."""

    upheld: bool

    def command(self, by: Person, task: UUID, text: UUID | None) -> c.DecideRecusal:
        """Return the command that is asked for."""
        return c.DecideRecusal(by, task, self.upheld, text)


class Notice(WrittenTaskBody):
    """By what the applicant was told; the text is the proof of delivery."""

    means: Means
    text: Text

    def command(self, by: Person, task: UUID, text: UUID | None) -> c.Notify:
        """Return the command that is asked for."""
        return c.Notify(by, task, self.means, text)


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

    def command(self, by: Person, text: UUID | None) -> c.Mend:
        """Return the command that is asked for."""
        return c.Mend(by, text)


class Objection(AppealBody):
    """What the applicant has against the preliminary decision."""

    text: Text

    def command(self, by: Person, text: UUID | None) -> c.Object:
        """Return the command that is asked for."""
        return c.Object(by, text)


class HearingRequest(AppealBody):
    """The applicant wants to be heard in person."""

    def command(self, by: Person, text: UUID | None) -> c.AskForHearing:
        """Return the command that is asked for."""
        return c.AskForHearing(by, text)


class ProtocolRemark(AppealBody):
    """What the applicant remarks on the protocol."""

    text: Text

    def command(self, by: Person, text: UUID | None) -> c.RemarkOnProtocol:
        """Return the command that is asked for."""
        return c.RemarkOnProtocol(by, text)


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

    def command(self, by: Person, text: UUID | None) -> c.AskForFile:
        """Return the command that is asked for."""
        return c.AskForFile(by, text)


class Attachment(AppealBody):
    """The returned appeal to whose file this one is attached."""

    into: UUID

    def command(self, by: Person, text: UUID | None) -> c.Attach:  # noqa: ARG002
        """Return the command that is asked for."""
        return c.Attach(by, self.into)
