"""Escalations that await the people who are called, and the feed of all of them for gateways."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, all_, and_, false, literal, or_, update
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col, select

from domain.identity.people import Group
from domain.policy.escalation import EscalationTarget
from store.database.tables import AppealRow, EscalationRow, FeedItemRow, TaskRow
from store.database.tables.derived import columns_of
from store.feeds import Feed, FeedSection

_ROW = EscalationRow


@dataclass(frozen=True)
class EscalationCall:
    """One call of a level about a late task, as it was recorded."""

    appeal: UUID
    seq: int
    task: UUID
    clock: str
    level: int
    target: str
    organisation: str
    role: str
    region: str
    holder: UUID | None
    called_at: datetime
    late_since: datetime
    acknowledged_at: datetime | None
    acknowledged_by: UUID | None


@dataclass(frozen=True)
class EscalationRecord(EscalationCall):
    """One call of a level, with the late task and the next alarm of its appeal as they are now."""

    number: str
    topic: str
    step: str
    purpose: str
    state: str
    current_organisation: str
    current_holder: UUID | None
    statutory_due_at: datetime | None
    next_alarm_at: datetime | None


@dataclass(frozen=True, slots=True)
class EscalationFilter:
    """Which open escalations are wanted: those that call certain people, or all where ``everyone``.

    ``groups`` are called as the fallback queue, ``organisation`` its supervisors, ``region`` its head, and
    ``holder`` as the holder of a task. Never those of a task from which ``reader`` is barred.
    """

    everyone: bool = False
    is_operator: bool = False
    groups: tuple[Group, ...] = ()
    organisation: str | None = None
    region: str | None = None
    holder: UUID | None = None
    min_level: int = 1
    acknowledged: bool | None = False
    reader: UUID | None = None


_COLUMNS: tuple[Any, ...] = (
    *columns_of(_ROW, EscalationCall),
    col(AppealRow.number),
    col(AppealRow.topic),
    col(TaskRow.step),
    col(TaskRow.purpose),
    col(TaskRow.state),
    col(TaskRow.organisation).label("current_organisation"),
    col(TaskRow.holder).label("current_holder"),
    col(AppealRow.statutory_due_at),
    col(AppealRow.next_alarm_at),
)
_SELECT_ESCALATIONS = (
    select(*_COLUMNS)
    .join_from(_ROW, TaskRow, and_(col(TaskRow.id) == _ROW.task, col(TaskRow.appeal) == _ROW.appeal))
    .join(AppealRow, col(AppealRow.id) == _ROW.appeal)
)


async def open_escalations(
    connection: AsyncConnection, asked: EscalationFilter, limit: int
) -> list[EscalationRecord]:
    """Return the last call of each late open task and clock that match *asked*, the longest late first.

    At most *limit* of them.
    """
    latest = (
        _SELECT_ESCALATIONS.where(~col(_ROW.ended), *_conditions(asked))
        .ext(distinct_on(col(_ROW.task), col(_ROW.clock)))
        .order_by(col(_ROW.task), col(_ROW.clock), col(_ROW.seq).desc())
        .subquery()
    )
    page = select(latest).order_by(latest.c.late_since, latest.c.appeal, latest.c.seq).limit(limit)
    return [EscalationRecord(*row) for row in await connection.execute(page)]


async def escalation_by_key(
    connection: AsyncConnection, appeal: UUID, seq: int, asked: EscalationFilter
) -> EscalationRecord | None:
    """Return the escalation that the event *seq* of *appeal* is; None where it does not match *asked*."""
    found = _SELECT_ESCALATIONS.where(_ROW.appeal == appeal, _ROW.seq == seq, *_conditions(asked))
    row = (await connection.execute(found)).one_or_none()
    return EscalationRecord(*row) if row else None


async def acknowledge(
    connection: AsyncConnection, escalation: EscalationRecord, by: UUID, at: datetime
) -> None:
    """Record that *by* has acknowledged the call, and with it the earlier calls to the same people.

    A second acknowledgement changes nothing.
    """
    same = (
        col(_ROW.appeal) == escalation.appeal,
        col(_ROW.task) == escalation.task,
        col(_ROW.clock) == escalation.clock,
        col(_ROW.target) == escalation.target,
        col(_ROW.organisation) == escalation.organisation,
        col(_ROW.seq) <= escalation.seq,
        col(_ROW.acknowledged_at).is_(None),
    )
    await connection.execute(update(_ROW).where(*same).values(acknowledged_at=at, acknowledged_by=by))


async def escalations_after(
    connection: AsyncConnection, section: FeedSection, limit: int
) -> list[tuple[int, EscalationRecord]]:
    """Return the first escalations of all appeals in *section* of their feed, with their positions."""
    item = FeedItemRow
    page = (
        _SELECT_ESCALATIONS.add_columns(col(item.position))
        .join(item, and_(col(item.appeal) == _ROW.appeal, col(item.seq) == _ROW.seq))
        .where(item.feed == Feed.ESCALATIONS, item.position > section.after, item.position <= section.end)
        .order_by(col(item.position))
        .limit(limit)
    )
    return [(row[-1], EscalationRecord(*row[:-1])) for row in await connection.execute(page)]


def _conditions(asked: EscalationFilter) -> Iterator[ColumnElement[bool]]:
    yield col(_ROW.level) >= asked.min_level
    if asked.acknowledged is not None:
        missing = col(_ROW.acknowledged_at).is_(None)
        yield ~missing if asked.acknowledged else missing
    if not asked.everyone:
        yield or_(false(), *_called(asked))
    if asked.reader is not None:
        barred = col(TaskRow.barred)
        yield or_(barred.is_(None), literal(asked.reader) != all_(barred))


def _called(asked: EscalationFilter) -> Iterator[Any]:
    """Yield the conditions that the people of *asked* are called."""
    target = col(_ROW.target)
    if asked.is_operator:
        yield target == EscalationTarget.OPERATOR
    if asked.organisation is not None:
        yield and_(target == EscalationTarget.SUPERVISOR, col(_ROW.organisation) == asked.organisation)
    if asked.region is not None:
        yield and_(target == EscalationTarget.HEAD, col(_ROW.region) == asked.region)
    if asked.holder is not None:
        yield and_(target == EscalationTarget.HOLDER, col(TaskRow.holder) == asked.holder)
    for group in asked.groups:
        yield and_(
            target == EscalationTarget.FALLBACK,
            col(_ROW.organisation) == group.organisation,
            col(_ROW.role) == group.role,
        )
