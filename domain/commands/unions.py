"""domain.commands.unions."""

from domain.commands.appeals import (
    ConfirmReceipt,
    Extend,
    Merge,
    ProvideInformation,
    Reopen,
    ResolveAtIntake,
    Withdraw,
)
from domain.commands.statutory import ActOnAppeal, ActOnTask
from domain.commands.system import FireDueClocks, ReportVacantLevel
from domain.commands.tasks import (
    Accept,
    CancelSideTask,
    Claim,
    Complete,
    Decline,
    Hold,
    OpenSideTask,
    Reassign,
    Refer,
    Release,
    RequestInformation,
    Resume,
    Return,
)

TaskCommand = (
    Claim
    | Release
    | Accept
    | Decline
    | Complete
    | Refer
    | Return
    | Reassign
    | Hold
    | Resume
    | RequestInformation
    | OpenSideTask
    | CancelSideTask
    | ActOnTask
)


Everyday = ResolveAtIntake | ProvideInformation | ConfirmReceipt | Withdraw | Merge | Extend | Reopen


AppealCommand = Everyday | ActOnAppeal


PersonCommand = TaskCommand | AppealCommand


SystemCommand = FireDueClocks | ReportVacantLevel


Command = PersonCommand | SystemCommand
