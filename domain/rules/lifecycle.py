"""The lifecycle: verbs, sets of statuses, and the transitions that no command makes."""

from enum import StrEnum

from domain.state.appeal import Status
from domain.state.task import OPEN, TaskState

StatusMove = tuple[Status, Status]


class Verb(StrEnum):
    """The name of a person's command: in the API, in Temporal's history, in the documentation."""

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
    CORRECT_APPLICANT = "correct-applicant"
    CORRECT_TOPIC = "correct-topic"
    CORRECT_REGION = "correct-region"
    RECORD_BODY_REGISTRATION = "record-body-registration"


UNFINISHED = frozenset({Status.IN_PROGRESS, Status.AWAITING_INFORMATION, Status.AWAITING_RECEIPT})
UNDECIDED = frozenset({Status.IN_PROGRESS, Status.AWAITING_INFORMATION})
IN_WORK = frozenset({Status.IN_PROGRESS})
ONLY_CLOSED = frozenset({Status.CLOSED})
EVER = frozenset(Status)

AUTOMATIC_TASK_MOVES: dict[str, tuple[frozenset[TaskState], TaskState]] = {
    "the lease lapses": (frozenset({TaskState.CLAIMED}), TaskState.READY),
    "the hold ends": (frozenset({TaskState.HELD}), TaskState.CLAIMED),
    "the fallback queue takes it": (OPEN, TaskState.READY),
    "the step lapses": (OPEN, TaskState.SUPERSEDED),
    "the appeal is decided": (OPEN, TaskState.CANCELLED),
}
AUTOMATIC_STATUS_MOVES: dict[str, StatusMove] = {
    "the wait ends": (Status.AWAITING_INFORMATION, Status.IN_PROGRESS),
}
