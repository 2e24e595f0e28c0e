"""Questions to the read tables: one function, one question, one statement."""

from store.queries.appeals import (
    AppealFilter,
    AppealLine,
    Relative,
    appeal_by,
    appeals,
    family,
    parts_of,
    seen_by,
)
from store.queries.inbox import (
    Count,
    Inbox,
    Page,
    Place,
    TaskLine,
    counts,
    inbox,
    most_urgent,
    task,
    tasks_of,
)
from store.queries.operations import (
    Late,
    Liveness,
    StageLine,
    StepLine,
    late_appeals,
    liveness,
    watched_appeals,
)
from store.queries.same_applicant import same_applicant, same_people

__all__ = [
    "AppealFilter",
    "AppealLine",
    "Count",
    "Inbox",
    "Late",
    "Liveness",
    "Page",
    "Place",
    "Relative",
    "StageLine",
    "StepLine",
    "TaskLine",
    "appeal_by",
    "appeals",
    "counts",
    "family",
    "inbox",
    "late_appeals",
    "liveness",
    "most_urgent",
    "parts_of",
    "same_applicant",
    "same_people",
    "seen_by",
    "task",
    "tasks_of",
    "watched_appeals",
]
