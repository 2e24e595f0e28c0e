"""Questions to the read tables: one function, one question, one statement."""

from store.queries.appeals import (
    AppealFilter,
    AppealRecord,
    RelatedAppeal,
    appeal_by,
    appeal_page,
    child_appeals_of,
    has_worked_on,
    related_appeals,
)
from store.queries.inbox import (
    InboxFilter,
    InboxPage,
    InboxPosition,
    TaskCount,
    TaskRecord,
    claim_candidates,
    inbox_page,
    task_by_id,
    task_counts,
    tasks_of_appeal,
)
from store.queries.operations import (
    LateAppeal,
    OperationalLoad,
    StageLoad,
    StepLoad,
    appeals_with_clock,
    late_appeals,
    operational_load,
)
from store.queries.same_applicant import covers_all_petitioners, is_same_applicant

__all__ = [
    "AppealFilter",
    "AppealRecord",
    "InboxFilter",
    "InboxPage",
    "InboxPosition",
    "LateAppeal",
    "OperationalLoad",
    "RelatedAppeal",
    "StageLoad",
    "StepLoad",
    "TaskCount",
    "TaskRecord",
    "appeal_by",
    "appeal_page",
    "appeals_with_clock",
    "child_appeals_of",
    "claim_candidates",
    "covers_all_petitioners",
    "has_worked_on",
    "inbox_page",
    "is_same_applicant",
    "late_appeals",
    "operational_load",
    "related_appeals",
    "task_by_id",
    "task_counts",
    "tasks_of_appeal",
]
