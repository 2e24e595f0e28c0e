"""Appeals: one by its id, number or tracking code; many by a filter, the newest first."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, String, and_, exists, literal, or_
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col, select

from domain.policy.topic_fields import FieldValue
from domain.projections.summaries import AppealSummary
from domain.state.appeal import Status
from store.database.expressions import one_of
from store.database.tables import AppealRow, ApplicantRow, EscalationRow, TalonRow, TaskRow
from store.database.tables.derived import columns_except, columns_of
from store.queries.applicant_search import (
    SoughtPerson,
    appeals_of_applicant,
    appeals_of_person,
    appeals_with_words,
    has_number_like,
)
from store.queries.same_applicant import appeals_of_same_applicant

NEWEST_POSITION = UUID(int=2**128 - 1)


@dataclass(frozen=True)
class AppealRecord(AppealSummary):
    """One appeal as lists show it, with the fields of its talon."""

    tracking_code: str
    channel: str
    language: str
    reception: str
    receiver: UUID
    text: UUID
    source: str | None
    source_id: str | None
    source_digest: str | None
    topic_fields: Mapping[str, FieldValue]


@dataclass(frozen=True, slots=True)
class RelatedAppeal:
    """An appeal that is the parent or a child of another, or complains about it."""

    id: UUID
    number: str
    status: str
    complaint_about: UUID | None = None


class RelatedAppeals(NamedTuple):
    """The appeals related to one: its parent, its children, and complaints about it."""

    parent: RelatedAppeal | None
    children: list[RelatedAppeal]
    complaints: list[RelatedAppeal]


@dataclass(frozen=True, slots=True)
class ChildAppeal:
    """A child appeal, as its applicant follows it."""

    number: str
    tracking_code: str


@dataclass(frozen=True, slots=True)
class AppealFilter:
    """Which appeals to list; all by default.

    ``visible_to_organisations`` have, or once had, a task of the appeal.
    ``receiver`` is the official who took the appeal.
    ``name`` and ``phone`` are parts of an applicant's own, in any spelling; ``number`` of the appeal's.
    ``source_id`` is the id of a record in the other system ``source``.
    ``body_number`` is the whole number in the journal of a body that has or had it.
    ``words`` are all in the applicant's text; ``person`` is one of the applicants.
    ``applicant_of`` is another appeal of the same applicant.
    ``level`` is the lowest level of the ladder that is called about a task of the appeal.
    Also the appeals ``without_workflow`` need attention.
    """

    visible_to_organisations: tuple[str, ...] | None = None
    region: str | None = None
    receiver: UUID | None = None
    organisation: str | None = None
    status: Status | None = None
    stage: str | None = None
    topic: str | None = None
    channel: str | None = None
    language: str | None = None
    name: str | None = None
    iin: str | None = None
    bin: str | None = None
    phone: str | None = None
    number: str | None = None
    body_number: str | None = None
    source: str | None = None
    source_id: str | None = None
    words: str | None = None
    person: SoughtPerson | None = None
    applicant_of: UUID | None = None
    needs_attention: bool | None = None
    without_workflow: tuple[UUID, ...] = ()
    overdue_at: datetime | None = None
    due_before: datetime | None = None
    level: int | None = None
    urgent: bool | None = None
    category: str | None = None
    registered_from: datetime | None = None
    registered_before: datetime | None = None


_IS_OPEN: ColumnElement[bool] = and_(col(AppealRow.open))
_TALON_COLUMNS = [getattr(TalonRow, name) for name in columns_except(TalonRow, "appeal")]
SELECT_APPEALS = select(*columns_of(AppealRow, AppealSummary), *_TALON_COLUMNS).join_from(
    AppealRow, TalonRow, col(TalonRow.appeal) == AppealRow.id
)


async def appeal_by(
    connection: AsyncConnection,
    *,
    id: UUID | None = None,  # noqa: A002 - its name
    number: str | None = None,
    tracking_code: str | None = None,
) -> AppealRecord | None:
    """Return the appeal with this id, number or tracking code: exactly one of them is given."""
    keys = [(AppealRow.id, id), (AppealRow.number, number), (TalonRow.tracking_code, tracking_code)]
    ((column, value),) = ((column, value) for column, value in keys if value is not None)
    row = (await connection.execute(SELECT_APPEALS.where(col(column) == value))).one_or_none()
    return AppealRecord(*row) if row else None


async def related_appeals(connection: AsyncConnection, record: AppealRecord) -> RelatedAppeals:
    """Return the appeals related to that of *record*, in order."""
    related = or_(
        col(AppealRow.id) == record.parent,
        col(AppealRow.parent) == record.id,
        col(AppealRow.complaint_about) == record.id,
    )
    rows = await connection.execute(
        select(*columns_of(AppealRow, RelatedAppeal)).where(related).order_by(col(AppealRow.id))
    )
    found = [RelatedAppeal(*row) for row in rows]
    parent = next((each for each in found if each.id == record.parent), None)
    others = [each for each in found if each.id != record.parent]
    complaints = [each for each in others if each.complaint_about == record.id]
    return RelatedAppeals(parent, [each for each in others if each not in complaints], complaints)


async def child_appeals_of(connection: AsyncConnection, appeal: UUID) -> list[ChildAppeal]:
    """Return the child appeals of *appeal* in order."""
    children = (
        select(AppealRow.number, TalonRow.tracking_code)
        .join_from(AppealRow, TalonRow, col(TalonRow.appeal) == AppealRow.id)
        .where(AppealRow.parent == appeal)
        .order_by(col(AppealRow.id))
    )
    return [ChildAppeal(*row) for row in await connection.execute(children)]


async def has_worked_on(connection: AsyncConnection, appeal: UUID, organisation: str) -> bool:
    """Return whether *organisation* has, or once had, a task of *appeal* or of a complaint about it."""
    complaints = select(AppealRow.id).where(AppealRow.complaint_about == appeal)
    tasks = exists().where(
        _has_had_task([organisation]),
        or_(col(TaskRow.appeal) == appeal, col(TaskRow.appeal).in_(complaints)),
    )
    return bool(await connection.scalar(select(tasks)))


async def appeal_page(
    connection: AsyncConnection, asked: AppealFilter, before: UUID | None = None, limit: int = 50
) -> list[AppealRecord]:
    """Return the *limit* newest appeals that match *asked*, of those older than *before*.

    The next page is *before* the id of the last one; there is none where fewer than *limit* were returned.
    """
    page = page_statement(asked, before or NEWEST_POSITION, limit)
    return [AppealRecord(*row) for row in await connection.execute(page)]


def page_statement(asked: AppealFilter, before: UUID, limit: int) -> Any:
    """Return the statement that reads a page."""
    page = SELECT_APPEALS.where(AppealRow.id < before, *conditions_of(asked))
    return page.order_by(col(AppealRow.id).desc()).limit(limit)


def conditions_of(asked: AppealFilter) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions that *asked* sets.

    What only an open appeal can match names `open` as well, for the partial indexes.
    """
    columns = {
        TalonRow.receiver: asked.receiver,
        AppealRow.region: asked.region,
        AppealRow.organisation: asked.organisation,
        AppealRow.status: asked.status,
        AppealRow.stage: asked.stage,
        AppealRow.topic: asked.topic,
        TalonRow.channel: asked.channel,
        TalonRow.language: asked.language,
        TalonRow.source: asked.source,
        TalonRow.source_id: asked.source_id,
    }
    yield from (col(column) == value for column, value in columns.items() if value is not None)
    if asked.status not in (None, Status.CLOSED):
        yield _IS_OPEN
    yield from _urgency_conditions(asked)
    if asked.registered_from is not None:
        yield col(AppealRow.registered_at) >= asked.registered_from
    if asked.registered_before is not None:
        yield col(AppealRow.registered_at) < asked.registered_before
    if asked.visible_to_organisations is not None:
        is_theirs = _has_had_task(asked.visible_to_organisations)
        yield exists().where(col(TaskRow.appeal) == AppealRow.id, is_theirs)
    yield from _search_conditions(asked)


def _urgency_conditions(asked: AppealFilter) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions on terms, escalations, dangers and the need for attention."""
    if asked.needs_attention is not None:
        attention = and_(col(AppealRow.needs_attention))
        if asked.without_workflow:
            attention = or_(attention, one_of(AppealRow.id, asked.without_workflow))
        yield and_(_IS_OPEN, attention) if asked.needs_attention else ~attention
    if asked.overdue_at is not None:
        yield and_(_IS_OPEN, col(AppealRow.statutory_due_at) < asked.overdue_at)
    if asked.due_before is not None:
        yield and_(_IS_OPEN, col(AppealRow.statutory_due_at) < asked.due_before)
    if asked.level is not None:
        is_called = and_(~col(EscalationRow.ended), col(EscalationRow.level) >= asked.level)
        yield col(AppealRow.id).in_(select(EscalationRow.appeal).where(is_called))
    if asked.urgent is not None:
        yield and_(col(AppealRow.urgent)) if asked.urgent else ~col(AppealRow.urgent)


def _has_had_task(organisations: Collection[str]) -> ColumnElement[bool]:
    """Return the condition that one of *organisations* has the task, or had it before it was moved."""
    previous, words = col(TaskRow.previous_organisations), literal(list(organisations), ARRAY(String))
    return or_(one_of(TaskRow.organisation, organisations), previous.op("&&", is_comparison=True)(words))


def _search_conditions(asked: AppealFilter) -> Iterator[ColumnElement[bool]]:
    yield from appeals_of_applicant(SoughtPerson(asked.iin, asked.bin, asked.name, asked.phone))
    if asked.person is not None:
        yield appeals_of_person(asked.person)
    if asked.number is not None:
        yield has_number_like(asked.number)
    if asked.body_number is not None:
        numbers, sought = col(AppealRow.body_numbers), literal([asked.body_number], ARRAY(String))
        yield numbers.op("@>", is_comparison=True)(sought)
    if asked.words is not None:
        yield appeals_with_words(asked.words)
    if asked.category is not None:
        is_theirs = col(ApplicantRow.category) == asked.category
        yield col(AppealRow.id).in_(select(ApplicantRow.appeal).where(is_theirs))
    if asked.applicant_of is not None:
        yield col(AppealRow.id).in_(appeals_of_same_applicant(asked.applicant_of))
