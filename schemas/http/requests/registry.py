"""The body of each command that is open to people over HTTP, for routes and batches alike."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TypeVar

from domain.procedure.registry import COMMANDS
from domain.rules.command_spec import CommandRegistry
from domain.rules.lifecycle import Verb
from schemas.http.requests import appeals, corrections, statutory, tasks
from schemas.http.requests.command_body import CommandBody, TaskCommandBody

BodyT = TypeVar("BodyT", bound=CommandBody)

TASK_BODIES: tuple[type[TaskCommandBody], ...] = (
    tasks.ClaimBody,
    tasks.ReleaseBody,
    tasks.AcceptBody,
    tasks.DeclineBody,
    tasks.CompleteBody,
    tasks.ReferBody,
    tasks.ReturnBody,
    tasks.ReassignBody,
    tasks.HoldBody,
    tasks.ResumeBody,
    tasks.RequestInformationBody,
    tasks.OpenSideTaskBody,
    tasks.CancelSideTaskBody,
    statutory.RedirectBody,
    statutory.SplitOffBody,
    statutory.FlagDangerBody,
    statutory.ReportDefectsBody,
    statutory.ReturnToApplicantBody,
    statutory.AnnouncePreliminaryDecisionBody,
    statutory.RecordHearingBody,
    statutory.SignHearingProtocolBody,
    statutory.ForwardComplaintBody,
    statutory.DecideRecusalBody,
    statutory.RecordNotificationBody,
)
APPEAL_BODIES: tuple[type[CommandBody], ...] = (
    appeals.WithdrawBody,
    appeals.ProvideInformationBody,
    appeals.ConfirmReceiptBody,
    appeals.ReopenBody,
    appeals.ExtendBody,
    appeals.MergeBody,
    appeals.RecordBodyRegistrationBody,
    statutory.ChangeKindBody,
    statutory.CorrectDefectsBody,
    statutory.SubmitObjectionBody,
    statutory.RequestHearingBody,
    statutory.SubmitProtocolRemarksBody,
    statutory.RequestRecusalBody,
    statutory.ChangeRepresentativeBody,
    statutory.RequestFileAccessBody,
    statutory.AttachToFileBody,
    corrections.CorrectApplicantBody,
    corrections.CorrectTopicBody,
    corrections.CorrectRegionBody,
)


def bodies_by_verb(
    bodies: Iterable[type[BodyT]], commands: CommandRegistry = COMMANDS
) -> dict[Verb, type[BodyT]]:
    """Return each body under the verb of the command that it asks for."""
    return {commands.spec_of_class(body.command_class).verb: body for body in bodies}


TASK_BODY_BY_VERB: Mapping[Verb, type[TaskCommandBody]] = MappingProxyType(bodies_by_verb(TASK_BODIES))
