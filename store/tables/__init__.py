"""The tables: what each row is. Keys, partitions and indexes are made in migrations."""

from sqlmodel import SQLModel

from store.tables.directory import (
    CalendarRow,
    OrganisationRow,
    PersonRow,
    PolicyRow,
    TopicRow,
)
from store.tables.ledger import LedgerRow
from store.tables.lives import AppealRow, EventRow, OutboxRow, TaskRow
from store.tables.papers import (
    ApplicantRow,
    AttachmentRow,
    FeedbackRow,
    KeyRow,
    NoteRow,
    TalonRow,
    TextRow,
)
from store.tables.receptions import ReceptionChangeRow, ReceptionRow, ReceptionVisitRow

METADATA = SQLModel.metadata

__all__ = [
    "METADATA",
    "AppealRow",
    "ApplicantRow",
    "AttachmentRow",
    "CalendarRow",
    "EventRow",
    "FeedbackRow",
    "KeyRow",
    "LedgerRow",
    "NoteRow",
    "OrganisationRow",
    "OutboxRow",
    "PersonRow",
    "PolicyRow",
    "ReceptionChangeRow",
    "ReceptionRow",
    "ReceptionVisitRow",
    "TalonRow",
    "TaskRow",
    "TextRow",
    "TopicRow",
]
