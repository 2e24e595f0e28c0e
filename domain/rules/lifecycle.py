"""Who may do what, when: the tables status × command and task state × verb that everything else obeys."""

from enum import StrEnum

from domain import commands as c
from domain.identity.people import Role
from domain.state.appeal import Status
from domain.state.task import IN_HAND, OPEN, Duty, TaskState


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
    REDIRECT = "redirect"
    REDIRECT_PART = "redirect-part"
    FLAG_DANGER = "flag-danger"
    NAME_DEFECTS = "name-defects"
    RETURN_TO_APPLICANT = "return-to-applicant"
    TELL_PRELIMINARY = "tell-preliminary"
    RECORD_HEARING = "record-hearing"
    SIGN_PROTOCOL = "sign-protocol"
    FORWARD = "forward"
    DECIDE_RECUSAL = "decide-recusal"
    NOTIFY = "notify"
    CHANGE_KIND = "change-kind"
    MEND = "mend"
    OBJECT = "object"
    ASK_FOR_HEARING = "ask-for-hearing"
    REMARK_ON_PROTOCOL = "remark-on-protocol"
    CHALLENGE = "challenge"
    NAME_REPRESENTATIVE = "name-representative"
    ASK_FOR_FILE = "ask-for-file"
    ATTACH = "attach"
    CHANGE_CALENDAR = "change-calendar"


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
    Verb.REDIRECT: c.Redirect,
    Verb.REDIRECT_PART: c.RedirectPart,
    Verb.FLAG_DANGER: c.FlagDanger,
    Verb.NAME_DEFECTS: c.NameDefects,
    Verb.RETURN_TO_APPLICANT: c.ReturnToApplicant,
    Verb.TELL_PRELIMINARY: c.TellPreliminary,
    Verb.RECORD_HEARING: c.RecordHearing,
    Verb.SIGN_PROTOCOL: c.SignProtocol,
    Verb.FORWARD: c.Forward,
    Verb.DECIDE_RECUSAL: c.DecideRecusal,
    Verb.NOTIFY: c.Notify,
    Verb.CHANGE_KIND: c.ChangeKind,
    Verb.MEND: c.Mend,
    Verb.OBJECT: c.Object,
    Verb.ASK_FOR_HEARING: c.AskForHearing,
    Verb.REMARK_ON_PROTOCOL: c.RemarkOnProtocol,
    Verb.CHALLENGE: c.Challenge,
    Verb.NAME_REPRESENTATIVE: c.NameRepresentative,
    Verb.ASK_FOR_FILE: c.AskForFile,
    Verb.ATTACH: c.Attach,
    Verb.CHANGE_CALENDAR: c.ChangeCalendar,
}
VERBS: dict[type[c.PersonCommand], Verb] = {command: verb for verb, command in COMMANDS.items()}

UNFINISHED = frozenset({Status.IN_WORK, Status.AWAITING_INFORMATION, Status.AWAITING_RECEIPT})
UNDECIDED = frozenset({Status.IN_WORK, Status.AWAITING_INFORMATION})
IN_WORK = frozenset({Status.IN_WORK})
EVER = frozenset(Status)

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
    Verb.EXTEND: UNDECIDED,
    Verb.REOPEN: frozenset({Status.CLOSED}),
    Verb.REDIRECT: IN_WORK,
    Verb.REDIRECT_PART: IN_WORK,
    Verb.FLAG_DANGER: UNDECIDED,
    Verb.NAME_DEFECTS: IN_WORK,
    Verb.RETURN_TO_APPLICANT: IN_WORK,
    Verb.TELL_PRELIMINARY: IN_WORK,
    Verb.RECORD_HEARING: UNDECIDED,
    Verb.SIGN_PROTOCOL: EVER,
    Verb.FORWARD: UNDECIDED,
    Verb.DECIDE_RECUSAL: EVER,
    Verb.NOTIFY: EVER,
    Verb.CHANGE_KIND: UNDECIDED,
    Verb.MEND: UNDECIDED,
    Verb.OBJECT: UNDECIDED,
    Verb.ASK_FOR_HEARING: UNDECIDED,
    Verb.REMARK_ON_PROTOCOL: EVER,
    Verb.CHALLENGE: UNDECIDED,
    Verb.NAME_REPRESENTATIVE: UNFINISHED,
    Verb.ASK_FOR_FILE: EVER,
    Verb.ATTACH: UNDECIDED,
    Verb.CHANGE_CALENDAR: UNFINISHED,
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
    Verb.REDIRECT: OPEN,
    Verb.REDIRECT_PART: OPEN,
    Verb.FLAG_DANGER: OPEN,
    Verb.NAME_DEFECTS: IN_HAND,
    Verb.RETURN_TO_APPLICANT: OPEN,
    Verb.TELL_PRELIMINARY: IN_HAND,
    Verb.RECORD_HEARING: IN_HAND,
    Verb.SIGN_PROTOCOL: OPEN,
    Verb.FORWARD: OPEN,
    Verb.DECIDE_RECUSAL: OPEN,
    Verb.NOTIFY: OPEN,
}
DUTIES: dict[Verb, Duty] = {
    Verb.SIGN_PROTOCOL: Duty.PROTOCOL,
    Verb.DECIDE_RECUSAL: Duty.RECUSAL,
    Verb.NOTIFY: Duty.NOTICE,
    Verb.COMPLETE: Duty.FILE,
}

ENDED = frozenset({TaskState.COMPLETED})
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
    **dict.fromkeys((Verb.REDIRECT, Verb.FLAG_DANGER, Verb.RETURN_TO_APPLICANT, Verb.FORWARD), ENDED),
    **dict.fromkeys((Verb.SIGN_PROTOCOL, Verb.DECIDE_RECUSAL, Verb.NOTIFY), ENDED),
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
    *(
        (Status.AWAITING_INFORMATION, Status.IN_WORK, verb)
        for verb in (Verb.FLAG_DANGER, Verb.FORWARD, Verb.CHANGE_KIND)
    ),
    (Status.IN_WORK, Status.AWAITING_RECEIPT, Verb.COMPLETE),
    (Status.IN_WORK, Status.CLOSED, Verb.COMPLETE),
    (Status.IN_WORK, Status.CLOSED, Verb.RESOLVE_HERE_AND_NOW),
    (Status.AWAITING_RECEIPT, Status.CLOSED, Verb.CONFIRM_RECEIPT),
    (Status.AWAITING_RECEIPT, Status.CLOSED, Verb.COMPLETE),
    (Status.AWAITING_RECEIPT, Status.IN_WORK, Verb.CONFIRM_RECEIPT),
    (Status.AWAITING_RECEIPT, Status.IN_WORK, Verb.COMPLETE),
    (Status.IN_WORK, Status.CLOSED, Verb.RETURN_TO_APPLICANT),
    *((status, Status.CLOSED, verb) for verb in (Verb.WITHDRAW, Verb.MERGE) for status in sorted(UNFINISHED)),
    *((status, Status.CLOSED, Verb.ATTACH) for status in sorted(UNDECIDED)),
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
    Verb.CHANGE_KIND: frozenset({Role.CLERK, Role.OFFICER, Role.SUPERVISOR, Role.OPERATOR}),
    Verb.MEND: frozenset(Role),
    Verb.OBJECT: frozenset(Role),
    Verb.ASK_FOR_HEARING: frozenset(Role),
    Verb.REMARK_ON_PROTOCOL: frozenset(Role),
    Verb.CHALLENGE: frozenset(Role),
    Verb.NAME_REPRESENTATIVE: frozenset(Role),
    Verb.ASK_FOR_FILE: frozenset(Role),
    Verb.ATTACH: frozenset({Role.CLERK, Role.OFFICER, Role.SUPERVISOR, Role.OPERATOR}),
    Verb.CHANGE_CALENDAR: frozenset({Role.OPERATOR}),
}
OWN_WORK = frozenset({Verb.RESOLVE_HERE_AND_NOW, Verb.MERGE, Verb.CHANGE_KIND, Verb.ATTACH})
FOR_THE_PATH = frozenset(
    {
        Verb.PROVIDE_INFORMATION,
        Verb.CONFIRM_RECEIPT,
        Verb.WITHDRAW,
        Verb.REOPEN,
        Verb.MEND,
        Verb.OBJECT,
        Verb.ASK_FOR_HEARING,
        Verb.REMARK_ON_PROTOCOL,
        Verb.CHALLENGE,
        Verb.NAME_REPRESENTATIVE,
        Verb.ASK_FOR_FILE,
    }
)
SPEAK_FOR_CITIZENS = frozenset({Role.CITIZEN, Role.CLERK, Role.INTEGRATOR})
