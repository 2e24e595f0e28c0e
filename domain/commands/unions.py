"""domain.commands.unions."""

from domain.commands.appeals import (
    ConfirmReceipt,
    Extend,
    Merge,
    ProvideInformation,
    Reopen,
    ResolveHereAndNow,
    Withdraw,
)
from domain.commands.statutory import ActOnAppeal, ActOnTask
from domain.commands.system import ReportUnreachable, Ring
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


Everyday = ResolveHereAndNow | ProvideInformation | ConfirmReceipt | Withdraw | Merge | Extend | Reopen


AppealCommand = Everyday | ActOnAppeal


PersonCommand = TaskCommand | AppealCommand


SystemCommand = Ring | ReportUnreachable


Command = PersonCommand | SystemCommand
