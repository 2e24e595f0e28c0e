"""Who may do what, when: the tables status × command and task state × verb that everything else obeys."""

from enum import StrEnum

from domain import commands as c
from domain.appeal import Status
from domain.people import Role
from domain.tasks import OPEN, TaskState


class Verb(StrEnum):
    """A person's word for a command: in the API, in Temporal's history, in the docs."""

    CLAIM = "claim"
    RELEASE = "release"
    ACCEPT = "accept"
    DECLINE = "decline"
    COMPLETE = "complete"
    REFER = "refer"
    RETURN = "return"
    REASSIGN = "reassign"
    HOLD = "hold"
    RESUME = "resume"
    REQUEST_INFORMATION = "request-information"
    OPEN_SIDE_TASK = "open-side-task"
    CANCEL_SIDE_TASK = "cancel-side-task"
    RESOLVE_HERE_AND_NOW = "resolve-here-and-now"
    PROVIDE_INFORMATION = "provide-information"
    CONFIRM_RECEIPT = "confirm-receipt"
    WITHDRAW = "withdraw"
    MERGE = "merge"
    EXTEND = "extend"
    REOPEN = "reopen"


COMMANDS: dict[Verb, type[c.PersonCommand]] = {
    Verb.CLAIM: c.Claim,
    Verb.RELEASE: c.Release,
    Verb.ACCEPT: c.Accept,
    Verb.DECLINE: c.Decline,
    Verb.COMPLETE: c.Complete,
    Verb.REFER: c.Refer,
    Verb.RETURN: c.Return,
    Verb.REASSIGN: c.Reassign,
    Verb.HOLD: c.Hold,
    Verb.RESUME: c.Resume,
    Verb.REQUEST_INFORMATION: c.RequestInformation,
    Verb.OPEN_SIDE_TASK: c.OpenSideTask,
    Verb.CANCEL_SIDE_TASK: c.CancelSideTask,
    Verb.RESOLVE_HERE_AND_NOW: c.ResolveHereAndNow,
    Verb.PROVIDE_INFORMATION: c.ProvideInformation,
    Verb.CONFIRM_RECEIPT: c.ConfirmReceipt,
    Verb.WITHDRAW: c.Withdraw,
    Verb.MERGE: c.Merge,
    Verb.EXTEND: c.Extend,
    Verb.REOPEN: c.Reopen,
}
VERBS: dict[type[c.PersonCommand], Verb] = {command: verb for verb, command in COMMANDS.items()}

UNFINISHED = frozenset({Status.IN_WORK, Status.AWAITING_INFORMATION, Status.AWAITING_RECEIPT})
UNDECIDED = frozenset({Status.IN_WORK, Status.AWAITING_INFORMATION})
IN_WORK = frozenset({Status.IN_WORK})

STATUSES: dict[Verb, frozenset[Status]] = {
    Verb.CLAIM: UNFINISHED,
    Verb.RELEASE: UNFINISHED,
    Verb.ACCEPT: UNFINISHED,
    Verb.DECLINE: UNFINISHED,
    Verb.COMPLETE: UNFINISHED,
    Verb.REFER: IN_WORK,
    Verb.RETURN: UNFINISHED,
    Verb.REASSIGN: UNFINISHED,
    Verb.HOLD: UNFINISHED,
    Verb.RESUME: UNFINISHED,
    Verb.REQUEST_INFORMATION: IN_WORK,
    Verb.OPEN_SIDE_TASK: UNDECIDED,
    Verb.CANCEL_SIDE_TASK: UNDECIDED,
    Verb.RESOLVE_HERE_AND_NOW: IN_WORK,
    Verb.PROVIDE_INFORMATION: UNFINISHED,
    Verb.CONFIRM_RECEIPT: frozenset({Status.AWAITING_RECEIPT}),
    Verb.WITHDRAW: UNFINISHED,
    Verb.MERGE: UNFINISHED,
    Verb.EXTEND: IN_WORK,
    Verb.REOPEN: frozenset({Status.CLOSED}),
}

TASK_STATES: dict[Verb, frozenset[TaskState]] = {
    Verb.CLAIM: OPEN,
    Verb.RELEASE: frozenset({TaskState.CLAIMED, TaskState.HELD}),
    Verb.ACCEPT: frozenset({TaskState.OFFERED}),
    Verb.DECLINE: frozenset({TaskState.OFFERED}),
    Verb.COMPLETE: OPEN,
    Verb.REFER: OPEN,
    Verb.RETURN: OPEN,
    Verb.REASSIGN: OPEN,
    Verb.HOLD: frozenset({TaskState.CLAIMED}),
    Verb.RESUME: frozenset({TaskState.HELD}),
    Verb.REQUEST_INFORMATION: frozenset({TaskState.CLAIMED, TaskState.HELD}),
    Verb.OPEN_SIDE_TASK: frozenset({TaskState.CLAIMED, TaskState.HELD}),
    Verb.CANCEL_SIDE_TASK: OPEN,
}

LEADS_TO: dict[Verb, frozenset[TaskState]] = {
    Verb.CLAIM: frozenset({TaskState.CLAIMED}),
    Verb.RELEASE: frozenset({TaskState.READY}),
    Verb.ACCEPT: frozenset({TaskState.CLAIMED}),
    Verb.DECLINE: frozenset({TaskState.RETURNED}),
    Verb.COMPLETE: frozenset({TaskState.COMPLETED}),
    Verb.REFER: frozenset({TaskState.COMPLETED}),
    Verb.RETURN: frozenset({TaskState.RETURNED}),
    Verb.REASSIGN: frozenset({TaskState.READY, TaskState.CLAIMED}),
    Verb.HOLD: frozenset({TaskState.HELD}),
    Verb.RESUME: frozenset({TaskState.CLAIMED}),
    Verb.CANCEL_SIDE_TASK: frozenset({TaskState.CANCELLED}),
    Verb.RESOLVE_HERE_AND_NOW: frozenset({TaskState.COMPLETED}),
}
BY_ITSELF: dict[str, tuple[frozenset[TaskState], TaskState]] = {
    "the lease lapses": (frozenset({TaskState.CLAIMED}), TaskState.READY),
    "the hold ends": (frozenset({TaskState.HELD}), TaskState.CLAIMED),
    "the fallback queue takes it": (OPEN, TaskState.READY),
    "the step lapses": (OPEN, TaskState.SUPERSEDED),
    "the appeal is decided": (OPEN, TaskState.CANCELLED),
}
PATHS: tuple[tuple[Status, Status, Verb | str], ...] = (
    (Status.IN_WORK, Status.AWAITING_INFORMATION, Verb.REQUEST_INFORMATION),
    (Status.AWAITING_INFORMATION, Status.IN_WORK, Verb.PROVIDE_INFORMATION),
    (Status.AWAITING_INFORMATION, Status.IN_WORK, "the wait ends"),
    (Status.IN_WORK, Status.AWAITING_RECEIPT, Verb.COMPLETE),
    (Status.IN_WORK, Status.CLOSED, Verb.COMPLETE),
    (Status.IN_WORK, Status.CLOSED, Verb.RESOLVE_HERE_AND_NOW),
    (Status.AWAITING_RECEIPT, Status.CLOSED, Verb.CONFIRM_RECEIPT),
    (Status.AWAITING_RECEIPT, Status.CLOSED, Verb.COMPLETE),
    (Status.AWAITING_RECEIPT, Status.IN_WORK, Verb.CONFIRM_RECEIPT),
    (Status.AWAITING_RECEIPT, Status.IN_WORK, Verb.COMPLETE),
    *((status, Status.CLOSED, verb) for verb in (Verb.WITHDRAW, Verb.MERGE) for status in sorted(UNFINISHED)),
    (Status.CLOSED, Status.IN_WORK, Verb.REOPEN),
)

FOR_CITIZENS = frozenset({Role.CITIZEN, Role.CLERK, Role.INTEGRATOR, Role.SUPERVISOR, Role.OPERATOR})
AUTHORITY: dict[Verb, frozenset[Role]] = {
    Verb.RESOLVE_HERE_AND_NOW: frozenset({Role.CLERK, Role.SUPERVISOR}),
    Verb.PROVIDE_INFORMATION: frozenset(Role),
    Verb.CONFIRM_RECEIPT: frozenset(Role),
    Verb.WITHDRAW: FOR_CITIZENS,
    Verb.MERGE: frozenset({Role.CLERK, Role.SUPERVISOR, Role.OPERATOR}),
    Verb.EXTEND: frozenset({Role.SUPERVISOR, Role.HEAD, Role.OPERATOR}),
    Verb.REOPEN: FOR_CITIZENS,
}
OWN_WORK = frozenset({Verb.RESOLVE_HERE_AND_NOW, Verb.MERGE})
FOR_THE_PATH = frozenset({Verb.PROVIDE_INFORMATION, Verb.CONFIRM_RECEIPT, Verb.WITHDRAW, Verb.REOPEN})
SPEAK_FOR_CITIZENS = frozenset({Role.CITIZEN, Role.CLERK, Role.INTEGRATOR})
