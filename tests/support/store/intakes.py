"""tests.support.store.intakes."""

from datetime import UTC, datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.identity.people import Capacity
from schemas.wire.messages import CommandBatch
from store.appeals.intake import ApplicantRecord, AttachmentRecord, IntakeAggregate, TextRecord
from store.idempotency import IdempotencyKey
from tests.support.store.recorded_appeal import CLERK, RecordedAppeal, uuid_at

TABLES = ("events", "appeals", "tasks", "talons", "applicants", "texts", "attachments", "outbox")


def intake_of(life: RecordedAppeal, code: str = "ABCDE12345") -> IntakeAggregate:
    return IntakeAggregate(
        batch=merged(life.batches),
        tracking_code=code,
        texts=(TextRecord(uuid_at(), "Балабақшада орын жоқ", "<p>Балабақшада орын жоқ</p>", "kk"),),
        applicants=(
            ApplicantRecord(Capacity.APPLICANT, "Әсел Нұрланқызы", "900514450011", "large_family"),
            ApplicantRecord(Capacity.REPRESENTATIVE, "Ерлан", contacts={"phone": "+7 701 000 00 00"}),
        ),
        attachments=(AttachmentRecord(uuid_at(), "жалоба.pdf", "s3://papers/1", "application/pdf", 1024),),
    )


def merged(batches: list[CommandBatch]) -> CommandBatch:
    """Return all facts of *batches* as one batch."""
    facts = tuple(fact for batch in batches for fact in batch.facts)
    tasks = {task.id: task for batch in batches for task in batch.tasks}
    return batches[-1].model_copy(update={"facts": facts, "tasks": tuple(tasks.values())})


def idempotency_key(name: str = "first", asked: bytes = b"body") -> IdempotencyKey:
    return IdempotencyKey(CLERK.id, name, asked, datetime.now(UTC))


async def table_sizes(connection: AsyncConnection) -> dict[str, int]:
    return {
        table: await connection.scalar(text(f"SELECT count(*) FROM {table}")) or 0  # noqa: S608
        for table in TABLES
    }
