"""Who may do what, when: the tables status × command and task state × verb that everything else obeys."""

from enum import StrEnum

from domain import commands as c
from domain.identity.people import Role
from domain.state.appeal import Status
from domain.state.task import OPEN, WITH_HOLDER, Duty, TaskState


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
    RESOLVE_AT_INTAKE = "resolve-at-intake"
    PROVIDE_INFORMATION = "provide-information"
    CONFIRM_RECEIPT = "confirm-receipt"
    WITHDRAW = "withdraw"
    MERGE = "merge"
    EXTEND = "extend"
    REOPEN = "reopen"
    REDIRECT = "redirect"
    SPLIT_OFF = "split-off"
    FLAG_DANGER = "flag-danger"
    REPORT_DEFECTS = "report-defects"
    RETURN_TO_APPLICANT = "return-to-applicant"
    ANNOUNCE_PRELIMINARY_DECISION = "announce-preliminary-decision"
    RECORD_HEARING = "record-hearing"
    SIGN_HEARING_PROTOCOL = "sign-hearing-protocol"
    FORWARD_COMPLAINT = "forward-complaint"
    DECIDE_RECUSAL = "decide-recusal"
    RECORD_NOTIFICATION = "record-notification"
    CHANGE_KIND = "change-kind"
    CORRECT_DEFECTS = "correct-defects"
    SUBMIT_OBJECTION = "submit-objection"
    REQUEST_HEARING = "request-hearing"
    SUBMIT_PROTOCOL_REMARKS = "submit-protocol-remarks"
    REQUEST_RECUSAL = "request-recusal"
    CHANGE_REPRESENTATIVE = "change-representative"
    REQUEST_FILE_ACCESS = "request-file-access"
    ATTACH_TO_FILE = "attach-to-file"
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
    Verb.RESOLVE_AT_INTAKE: c.ResolveAtIntake,
    Verb.PROVIDE_INFORMATION: c.ProvideInformation,
    Verb.CONFIRM_RECEIPT: c.ConfirmReceipt,
    Verb.WITHDRAW: c.Withdraw,
    Verb.MERGE: c.Merge,
    Verb.EXTEND: c.Extend,
    Verb.REOPEN: c.Reopen,
    Verb.REDIRECT: c.Redirect,
    Verb.SPLIT_OFF: c.SplitOff,
    Verb.FLAG_DANGER: c.FlagDanger,
    Verb.REPORT_DEFECTS: c.ReportDefects,
    Verb.RETURN_TO_APPLICANT: c.ReturnToApplicant,
    Verb.ANNOUNCE_PRELIMINARY_DECISION: c.AnnouncePreliminaryDecision,
    Verb.RECORD_HEARING: c.RecordHearing,
    Verb.SIGN_HEARING_PROTOCOL: c.SignHearingProtocol,
    Verb.FORWARD_COMPLAINT: c.ForwardComplaint,
    Verb.DECIDE_RECUSAL: c.DecideRecusal,
    Verb.RECORD_NOTIFICATION: c.RecordNotification,
    Verb.CHANGE_KIND: c.ChangeKind,
    Verb.CORRECT_DEFECTS: c.CorrectDefects,
    Verb.SUBMIT_OBJECTION: c.SubmitObjection,
    Verb.REQUEST_HEARING: c.RequestHearing,
    Verb.SUBMIT_PROTOCOL_REMARKS: c.SubmitProtocolRemarks,
    Verb.REQUEST_RECUSAL: c.RequestRecusal,
    Verb.CHANGE_REPRESENTATIVE: c.ChangeRepresentative,
    Verb.REQUEST_FILE_ACCESS: c.RequestFileAccess,
    Verb.ATTACH_TO_FILE: c.AttachToFile,
    Verb.CHANGE_CALENDAR: c.ChangeCalendar,
}
VERBS: dict[type[c.PersonCommand], Verb] = {command: verb for verb, command in COMMANDS.items()}

UNFINISHED = frozenset({Status.IN_PROGRESS, Status.AWAITING_INFORMATION, Status.AWAITING_RECEIPT})
UNDECIDED = frozenset({Status.IN_PROGRESS, Status.AWAITING_INFORMATION})
IN_WORK = frozenset({Status.IN_PROGRESS})
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
    Verb.RESOLVE_AT_INTAKE: IN_WORK,
    Verb.PROVIDE_INFORMATION: UNFINISHED,
    Verb.CONFIRM_RECEIPT: frozenset({Status.AWAITING_RECEIPT}),
    Verb.WITHDRAW: UNFINISHED,
    Verb.MERGE: UNFINISHED,
    Verb.EXTEND: UNDECIDED,
    Verb.REOPEN: frozenset({Status.CLOSED}),
    Verb.REDIRECT: IN_WORK,
    Verb.SPLIT_OFF: IN_WORK,
    Verb.FLAG_DANGER: UNDECIDED,
    Verb.REPORT_DEFECTS: IN_WORK,
    Verb.RETURN_TO_APPLICANT: IN_WORK,
    Verb.ANNOUNCE_PRELIMINARY_DECISION: IN_WORK,
    Verb.RECORD_HEARING: UNDECIDED,
    Verb.SIGN_HEARING_PROTOCOL: EVER,
    Verb.FORWARD_COMPLAINT: UNDECIDED,
    Verb.DECIDE_RECUSAL: EVER,
    Verb.RECORD_NOTIFICATION: EVER,
    Verb.CHANGE_KIND: UNDECIDED,
    Verb.CORRECT_DEFECTS: UNDECIDED,
    Verb.SUBMIT_OBJECTION: UNDECIDED,
    Verb.REQUEST_HEARING: UNDECIDED,
    Verb.SUBMIT_PROTOCOL_REMARKS: EVER,
    Verb.REQUEST_RECUSAL: UNDECIDED,
    Verb.CHANGE_REPRESENTATIVE: UNFINISHED,
    Verb.REQUEST_FILE_ACCESS: EVER,
    Verb.ATTACH_TO_FILE: UNDECIDED,
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
    Verb.SPLIT_OFF: OPEN,
    Verb.FLAG_DANGER: OPEN,
    Verb.REPORT_DEFECTS: WITH_HOLDER,
    Verb.RETURN_TO_APPLICANT: OPEN,
    Verb.ANNOUNCE_PRELIMINARY_DECISION: WITH_HOLDER,
    Verb.RECORD_HEARING: WITH_HOLDER,
    Verb.SIGN_HEARING_PROTOCOL: OPEN,
    Verb.FORWARD_COMPLAINT: OPEN,
    Verb.DECIDE_RECUSAL: OPEN,
    Verb.RECORD_NOTIFICATION: OPEN,
}
DUTIES: dict[Verb, Duty] = {
    Verb.SIGN_HEARING_PROTOCOL: Duty.HEARING_PROTOCOL,
    Verb.DECIDE_RECUSAL: Duty.RECUSAL,
    Verb.RECORD_NOTIFICATION: Duty.NOTICE,
    Verb.COMPLETE: Duty.CASE_FILE,
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
    Verb.RESOLVE_AT_INTAKE: frozenset({TaskState.COMPLETED}),
    **dict.fromkeys(
        (Verb.REDIRECT, Verb.FLAG_DANGER, Verb.RETURN_TO_APPLICANT, Verb.FORWARD_COMPLAINT), ENDED
    ),
    **dict.fromkeys((Verb.SIGN_HEARING_PROTOCOL, Verb.DECIDE_RECUSAL, Verb.RECORD_NOTIFICATION), ENDED),
}
BY_ITSELF: dict[str, tuple[frozenset[TaskState], TaskState]] = {
    "the lease lapses": (frozenset({TaskState.CLAIMED}), TaskState.READY),
    "the hold ends": (frozenset({TaskState.HELD}), TaskState.CLAIMED),
    "the fallback queue takes it": (OPEN, TaskState.READY),
    "the step lapses": (OPEN, TaskState.SUPERSEDED),
    "the appeal is decided": (OPEN, TaskState.CANCELLED),
}
PATHS: tuple[tuple[Status, Status, Verb | str], ...] = (
    (Status.IN_PROGRESS, Status.AWAITING_INFORMATION, Verb.REQUEST_INFORMATION),
    (Status.AWAITING_INFORMATION, Status.IN_PROGRESS, Verb.PROVIDE_INFORMATION),
    (Status.AWAITING_INFORMATION, Status.IN_PROGRESS, "the wait ends"),
    *(
        (Status.AWAITING_INFORMATION, Status.IN_PROGRESS, verb)
        for verb in (Verb.FLAG_DANGER, Verb.FORWARD_COMPLAINT, Verb.CHANGE_KIND)
    ),
    (Status.IN_PROGRESS, Status.AWAITING_RECEIPT, Verb.COMPLETE),
    (Status.IN_PROGRESS, Status.CLOSED, Verb.COMPLETE),
    (Status.IN_PROGRESS, Status.CLOSED, Verb.RESOLVE_AT_INTAKE),
    (Status.AWAITING_RECEIPT, Status.CLOSED, Verb.CONFIRM_RECEIPT),
    (Status.AWAITING_RECEIPT, Status.CLOSED, Verb.COMPLETE),
    (Status.AWAITING_RECEIPT, Status.IN_PROGRESS, Verb.CONFIRM_RECEIPT),
    (Status.AWAITING_RECEIPT, Status.IN_PROGRESS, Verb.COMPLETE),
    (Status.IN_PROGRESS, Status.CLOSED, Verb.RETURN_TO_APPLICANT),
    *((status, Status.CLOSED, verb) for verb in (Verb.WITHDRAW, Verb.MERGE) for status in sorted(UNFINISHED)),
    *((status, Status.CLOSED, Verb.ATTACH_TO_FILE) for status in sorted(UNDECIDED)),
    (Status.CLOSED, Status.IN_PROGRESS, Verb.REOPEN),
)

FOR_CITIZENS = frozenset({Role.CITIZEN, Role.CLERK, Role.INTEGRATOR, Role.SUPERVISOR, Role.OPERATOR})
AUTHORITY: dict[Verb, frozenset[Role]] = {
    Verb.RESOLVE_AT_INTAKE: frozenset({Role.CLERK, Role.SUPERVISOR}),
    Verb.PROVIDE_INFORMATION: frozenset(Role),
    Verb.CONFIRM_RECEIPT: frozenset(Role),
    Verb.WITHDRAW: FOR_CITIZENS,
    Verb.MERGE: frozenset({Role.CLERK, Role.SUPERVISOR, Role.OPERATOR}),
    Verb.EXTEND: frozenset({Role.SUPERVISOR, Role.HEAD, Role.OPERATOR}),
    Verb.REOPEN: FOR_CITIZENS,
    Verb.CHANGE_KIND: frozenset({Role.CLERK, Role.OFFICER, Role.SUPERVISOR, Role.OPERATOR}),
    Verb.CORRECT_DEFECTS: frozenset(Role),
    Verb.SUBMIT_OBJECTION: frozenset(Role),
    Verb.REQUEST_HEARING: frozenset(Role),
    Verb.SUBMIT_PROTOCOL_REMARKS: frozenset(Role),
    Verb.REQUEST_RECUSAL: frozenset(Role),
    Verb.CHANGE_REPRESENTATIVE: frozenset(Role),
    Verb.REQUEST_FILE_ACCESS: frozenset(Role),
    Verb.ATTACH_TO_FILE: frozenset({Role.CLERK, Role.OFFICER, Role.SUPERVISOR, Role.OPERATOR}),
    Verb.CHANGE_CALENDAR: frozenset({Role.OPERATOR}),
}
OWN_WORK = frozenset({Verb.RESOLVE_AT_INTAKE, Verb.MERGE, Verb.CHANGE_KIND, Verb.ATTACH_TO_FILE})
FOR_THE_PATH = frozenset(
    {
        Verb.PROVIDE_INFORMATION,
        Verb.CONFIRM_RECEIPT,
        Verb.WITHDRAW,
        Verb.REOPEN,
        Verb.CORRECT_DEFECTS,
        Verb.SUBMIT_OBJECTION,
        Verb.REQUEST_HEARING,
        Verb.SUBMIT_PROTOCOL_REMARKS,
        Verb.REQUEST_RECUSAL,
        Verb.CHANGE_REPRESENTATIVE,
        Verb.REQUEST_FILE_ACCESS,
    }
)
SPEAK_FOR_CITIZENS = frozenset({Role.CITIZEN, Role.CLERK, Role.INTEGRATOR})
