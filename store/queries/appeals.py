"""Appeals: one by its id, number or tracking code; many by what they are, the newest first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.state.appeal import Status
from domain.text.name_matching import skeleton
from store.queries.same_applicant import OF_SAME_APPLICANT

NEWEST_POSITION = UUID(int=2**128 - 1)


@dataclass(frozen=True, slots=True)
class AppealRecord:
    """One appeal as lists show it, with what its talon says."""

    id: UUID
    seq: int
    number: str
    topic: str
    region: str
    status: str
    step: str
    stage: str
    organisation: str
    received_at: datetime
    registered_at: datetime
    statutory_due_at: datetime | None
    next_alarm_at: datetime | None
    escalations: int
    needs_attention: bool
    reopenings: int
    outcome: str | None
    closed_at: datetime | None
    merged_into: UUID | None
    policy: str
    calendar: str
    kind: str | None
    rulebook: str | None
    parent: UUID | None
    urgent: bool | None
    deemed_refused_at: datetime | None
    complaint_about: UUID | None
    complaint_late: bool | None
    due_estimated: bool
    tracking_code: str
    channel: str
    language: str
    reception: str
    receiver: UUID
    text: UUID


@dataclass(frozen=True, slots=True)
class RelatedAppeal:
    """An appeal that is a part of another, has one, or complains of it."""

    id: UUID
    number: str
    status: str
    complaint_about: UUID | None = None


class RelatedAppeals(NamedTuple):
    """The appeals that belong to one: that of which it is a part, its own parts, and complaints about it."""

    parent: RelatedAppeal | None
    children: list[RelatedAppeal]
    complaints: list[RelatedAppeal]


@dataclass(frozen=True, slots=True)
class ChildAppeal:
    """A part of an appeal, as its applicant follows it."""

    number: str
    tracking_code: str


@dataclass(frozen=True, slots=True)
class AppealFilter:
    """Which appeals are asked for; all where nothing is said.

    ``seen_by`` are organisations that have, or once had, a task of the appeal.
    ``receiver`` is who took the appeal in.
    ``name`` is a part of an applicant's name, in whatever letters it was typed.
    ``applicant_of`` is another appeal of the same applicant.
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
    applicant_of: UUID | None = None
    needs_attention: bool | None = None
    overdue_at: datetime | None = None
    registered_from: datetime | None = None
    registered_before: datetime | None = None


_TALON_COLUMNS = ("tracking_code", "channel", "language", "reception", "receiver", "text")
_APPEAL_COLUMNS = ", ".join(
    f"talons.{name}" if name in _TALON_COLUMNS else f"appeals.{name}" for name in AppealRecord.__slots__
)
_FROM_APPEALS = "appeals JOIN talons ON talons.appeal = appeals.id"
_SELECT_APPEAL_BY = {
    name: text(f"SELECT {_APPEAL_COLUMNS} FROM {_FROM_APPEALS} WHERE {column} = :value")  # noqa: S608 - our own words
    for name, column in {
        "id": "appeals.id",
        "number": "appeals.number",
        "tracking_code": "talons.tracking_code",
    }.items()
}
_SELECT_RELATED = text("""
SELECT id, number, status, complaint_about FROM appeals
WHERE id = :parent OR parent = :id OR complaint_about = :id ORDER BY id
""")
_SELECT_CHILDREN = text(f"SELECT number, tracking_code FROM {_FROM_APPEALS} WHERE parent = :id ORDER BY id")  # noqa: S608 - our own words
_SELECT_HAS_WORKED_ON = text("""
SELECT EXISTS (SELECT FROM tasks WHERE organisation = :organisation AND (
    appeal = :appeal OR appeal IN (SELECT id FROM appeals WHERE complaint_about = :appeal)
))
""")


async def appeal_by(
    connection: AsyncConnection,
    *,
    id: UUID | None = None,  # noqa: A002 - its name
    number: str | None = None,
    tracking_code: str | None = None,
) -> AppealRecord | None:
    """Return the appeal with this id, number or tracking code: exactly one of them is given."""
    given = {"id": id, "number": number, "tracking_code": tracking_code}
    ((name, value),) = ((name, value) for name, value in given.items() if value is not None)
    row = (await connection.execute(_SELECT_APPEAL_BY[name], {"value": value})).one_or_none()
    return AppealRecord(*row) if row else None


async def related_appeals(connection: AsyncConnection, line: AppealRecord) -> RelatedAppeals:
    """Return the appeals that belong to that of *line*, in order."""
    found = [
        RelatedAppeal(*row)
        for row in await connection.execute(_SELECT_RELATED, {"id": line.id, "parent": line.parent})
    ]
    whole = next((each for each in found if each.id == line.parent), None)
    others = [each for each in found if each.id != line.parent]
    complaints = [each for each in others if each.complaint_about == line.id]
    return RelatedAppeals(whole, [each for each in others if each not in complaints], complaints)


async def child_appeals_of(connection: AsyncConnection, appeal: UUID) -> list[ChildAppeal]:
    """Return the parts of *appeal* in order."""
    return [ChildAppeal(*row) for row in await connection.execute(_SELECT_CHILDREN, {"id": appeal})]


async def has_worked_on(connection: AsyncConnection, appeal: UUID, organisation: str) -> bool:
    """Tell whether *organisation* has, or once had, a task of *appeal*, or of a complaint about it."""
    return bool(
        await connection.scalar(_SELECT_HAS_WORKED_ON, {"appeal": appeal, "organisation": organisation})
    )


async def appeal_page(
    connection: AsyncConnection, asked: AppealFilter, before: UUID | None = None, limit: int = 50
) -> list[AppealRecord]:
    """Return the *limit* newest appeals *asked* for, of those older than *before*.

    The next page is *before* the id of the last one; there is none where fewer came than were asked for.
    """
    statement, values = page_statement(asked, before or NEWEST_POSITION, limit)
    return [AppealRecord(*row) for row in await connection.execute(statement, values)]


def page_statement(asked: AppealFilter, before: UUID, limit: int) -> tuple[TextClause, dict[str, Any]]:
    """Return the statement that reads a page, and its values."""
    said = [part for part in _filter_conditions(asked) if part[2] is not None]
    where = " AND ".join(("appeals.id < :before", *(condition for _, condition, _ in said)))
    statement = text(f"""
        SELECT {_APPEAL_COLUMNS} FROM {_FROM_APPEALS} WHERE {where} ORDER BY appeals.id DESC LIMIT :most
    """)  # noqa: S608 - our own words
    values = {name: value for name, condition, value in said if f":{name}" in condition}
    return statement, {**values, "before": before, "most": limit}


def _filter_conditions(asked: AppealFilter) -> list[tuple[str, str, object]]:
    """Return what can be asked: name, condition, value.

    What only an open appeal can be says so, in words and not in values, for the partial indexes.
    """
    seen = (
        "EXISTS (SELECT FROM tasks WHERE tasks.appeal = appeals.id AND tasks.organisation = ANY (:seen_by))"
    )
    attention = "open AND needs_attention" if asked.needs_attention else "NOT needs_attention"
    status = "status = :status" if asked.status is Status.CLOSED else "open AND status = :status"
    known = "appeals.id IN (SELECT appeal FROM applicants WHERE {})"
    name = _name_pattern(skeleton(asked.name)) if asked.name else None
    return [
        (
            "seen_by",
            seen,
            list(asked.visible_to_organisations) if asked.visible_to_organisations is not None else None,
        ),
        ("receiver", "talons.receiver = :receiver", asked.receiver),
        ("region", "appeals.region = :region", asked.region),
        ("organisation", "appeals.organisation = :organisation", asked.organisation),
        ("status", status, asked.status),
        ("stage", "stage = :stage", asked.stage),
        ("topic", "topic = :topic", asked.topic),
        ("channel", "channel = :channel", asked.channel),
        ("language", "language = :language", asked.language),
        ("name", known.format("folded LIKE :name"), name),
        ("iin", known.format("iin = :iin"), asked.iin),
        ("bin", known.format("bin = :bin"), asked.bin),
        ("applicant_of", f"appeals.id IN ({OF_SAME_APPLICANT})", asked.applicant_of),
        ("needs_attention", attention, asked.needs_attention),
        ("overdue_at", "open AND statutory_due_at < :overdue_at", asked.overdue_at),
        ("registered_from", "registered_at >= :registered_from", asked.registered_from),
        ("registered_before", "registered_at < :registered_before", asked.registered_before),
    ]


def _name_pattern(folded: str) -> str:
    """Return the pattern of names with *folded* in them: of letters alone; of none, where there are none."""
    return f"%{folded}%" if folded else ""
