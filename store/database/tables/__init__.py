"""The tables: what each row is. Keys, partitions and indexes are declared in the migrations."""

from sqlmodel import SQLModel

from store.database.tables.appeals import AppealRow, DocumentRow, EventRow, OutboxRow, TaskRow
from store.database.tables.calls import CallRow
from store.database.tables.directory import (
    CalendarRow,
    InstallationRow,
    OrganisationRow,
    PersonRow,
    PolicyRow,
    RulebookRow,
    TopicRow,
)
from store.database.tables.escalations import EscalationRow
from store.database.tables.feeds import FeedGenerationRow, FeedItemRow, FeedQueueRow
from store.database.tables.personal_data import (
    ApplicantRow,
    AttachmentRow,
    AttendedViewRow,
    CorrectionRow,
    FeedbackRow,
    IdempotencyKeyRow,
    NoteRow,
    TalonRow,
    TextRow,
    TrackingCodeRenewalRow,
)
from store.database.tables.receptions import ReceptionChangeRow, ReceptionRow, ReceptionVisitRow
from store.database.tables.time_ledger import TimeLedgerBacklogRow, TimeLedgerRow

METADATA = SQLModel.metadata

__all__ = [
    "METADATA",
    "AppealRow",
    "ApplicantRow",
    "AttachmentRow",
    "AttendedViewRow",
    "CalendarRow",
    "CallRow",
    "CorrectionRow",
    "DocumentRow",
    "EscalationRow",
    "EventRow",
    "FeedGenerationRow",
    "FeedItemRow",
    "FeedQueueRow",
    "FeedbackRow",
    "IdempotencyKeyRow",
    "InstallationRow",
    "NoteRow",
    "OrganisationRow",
    "OutboxRow",
    "PersonRow",
    "PolicyRow",
    "ReceptionChangeRow",
    "ReceptionRow",
    "ReceptionVisitRow",
    "RulebookRow",
    "TalonRow",
    "TaskRow",
    "TextRow",
    "TimeLedgerBacklogRow",
    "TimeLedgerRow",
    "TopicRow",
    "TrackingCodeRenewalRow",
]
