"""Who decided an appeal and whether its applicant was notified: also for those who had it before."""

from collections.abc import Iterable

from domain.rules.duties import CLOSING_NOTICE_RULES
from domain.state.appeal import Status
from domain.state.task import Duty, Purpose, TaskState
from schemas.http.responses.views import ApplicantNotificationView
from store.queries import TaskRecord

DECIDED = frozenset({Status.AWAITING_RECEIPT, Status.CLOSED})


def deciding_organisation(status: str, tasks: Iterable[TaskRecord]) -> str | None:
    """Return the organisation whose work ended with the decision; None while there is none."""
    if status not in DECIDED:
        return None
    done = (each for each in tasks if each.purpose == Purpose.WORK and each.state == TaskState.COMPLETED)
    return next((each.organisation for each in reversed(list(done))), None)


def present_applicant_notification(tasks: Iterable[TaskRecord]) -> ApplicantNotificationView | None:
    """Return whether the last notice of a decision was given; None where none is owed."""
    owed = [
        each
        for each in tasks
        if each.duty == Duty.NOTICE
        and each.rule_id in CLOSING_NOTICE_RULES
        and each.state != TaskState.CANCELLED
    ]
    if not owed:
        return None
    last = owed[-1]
    is_done = last.state == TaskState.COMPLETED
    return ApplicantNotificationView(
        organisation=last.organisation,
        due_at=None if is_done else last.due_at,
        notified_at=last.state_since if is_done else None,
    )
