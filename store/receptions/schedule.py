"""Personal receptions: the schedule, all that was done to it, and what bears on the next one owed."""

from dataclasses import dataclass, fields
from datetime import datetime
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.identity.people import Office, Person, Role
from domain.rules.receptions import HEAD_OFFICES, HEAD_ROLES, OrganisationWithHead, Reception, ReceptionChange
from store.database.new_ids import new_id
from store.reference.people import parse_office, person_from_row

ROW_VERSION = 1
APPROVING_CHANGES = (ReceptionChange.APPROVED, ReceptionChange.RESCHEDULED)

_RECEPTION_COLUMNS = "id, organisation, receiver, begins, ends, place, held, cancelled"
_UPSERT_RECEPTION = text(f"""
WITH kept AS (
    INSERT INTO receptions AS kept ({_RECEPTION_COLUMNS}, approved_by, approved_at, v)
    VALUES (:id, :organisation, :receiver, :begins, :ends, :place, :held, :cancelled, :by, :at, {ROW_VERSION})
    ON CONFLICT (id) DO UPDATE SET begins = excluded.begins, ends = excluded.ends, place = excluded.place,
        held = excluded.held, cancelled = excluded.cancelled,
        approved_by = CASE WHEN :approving ::boolean THEN excluded.approved_by ELSE kept.approved_by END,
        approved_at = CASE WHEN :approving ::boolean THEN excluded.approved_at ELSE kept.approved_at END
    RETURNING id
)
INSERT INTO reception_changes (id, reception, change, at, by_person, begins, ends, place, reason, v)
SELECT :change_id, id, :change, :at, :by, :begins, :ends, :place, :reason, {ROW_VERSION} FROM kept
""")  # noqa: S608 - only our own words are put in
_SELECT_FOR_UPDATE = text(f"SELECT {_RECEPTION_COLUMNS} FROM receptions WHERE id = :id FOR UPDATE")  # noqa: S608 - the same
_SELECT_RECEIVER = text("""
SELECT id, organisation, role, region, office FROM people WHERE id = :id AND active FOR NO KEY UPDATE
""")
_SELECT_OVERLAPPING = text(f"""
SELECT {_RECEPTION_COLUMNS} FROM receptions WHERE receiver = :receiver AND begins < :ends AND ends > :begins
""")  # noqa: S608 - the same
_SELECT_DETAILS = """
SELECT receptions.id, receptions.organisation, receiver, begins, ends, place, held, cancelled,
    person.name AS receiver_name, person.role AS receiver_role, person.office AS receiver_office,
    approver.name AS approver_name, approved_by, approved_at
FROM receptions
    JOIN people AS person ON person.id = receiver
    JOIN people AS approver ON approver.id = approved_by
"""
_SELECT_DETAILS_BY_ID = text(f"{_SELECT_DETAILS} WHERE receptions.id = :id")
_SELECT_SCHEDULE = text(f"""{_SELECT_DETAILS}
WHERE (:organisation ::varchar IS NULL OR receptions.organisation = :organisation)
    AND begins >= :since AND begins < :before AND (begins, receptions.id) > (:begins, :after)
ORDER BY begins, receptions.id LIMIT :most
""")
_SELECT_CHANGES = text("""
SELECT change, done.at, begins, ends, place, reason, by_person, people.name
FROM reception_changes AS done JOIN people ON people.id = by_person
WHERE reception = :id ORDER BY done.at, done.id
""")
_SELECT_ORGANISATIONS_WITH_HEAD = text("""
SELECT organisation, min(at) FROM people WHERE coalesce(office = ANY (:leading), role = ANY (:leaders))
GROUP BY organisation HAVING bool_or(active) ORDER BY organisation
""")
_SELECT_RELEVANT_FOR_DEADLINE = text(f"""
(
    SELECT DISTINCT ON (organisation) {_RECEPTION_COLUMNS} FROM receptions
    WHERE held ORDER BY organisation, begins DESC
)
UNION ALL
SELECT {_RECEPTION_COLUMNS} FROM receptions WHERE NOT held AND NOT cancelled AND ends > :now
""")  # noqa: S608 - the same


@dataclass(frozen=True, slots=True)
class ReceptionChangeEntry:
    """What was done to a reception, by whom, when and why."""

    change: ReceptionChange
    by: UUID
    at: datetime
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class ReceptionDetails:
    """A reception as it is shown: with who receives, and who approved it when."""

    reception: Reception
    receiver_name: str
    receiver_role: Role
    receiver_office: Office | None
    approved_by: UUID
    approver_name: str
    approved_at: datetime


@dataclass(frozen=True, slots=True)
class ReceptionChangeRecord:
    """What was done to a reception, and how it stood from then on."""

    change: ReceptionChange
    at: datetime
    begins: datetime
    ends: datetime
    place: str
    reason: str | None
    by_person: UUID
    by_name: str


@dataclass(frozen=True, slots=True)
class ScheduleFilter:
    """Which receptions are asked for: those that begin within a stretch of time."""

    since: datetime
    before: datetime
    organisation: str | None = None


async def save_reception(
    connection: AsyncConnection, reception: Reception, done: ReceptionChangeEntry
) -> None:
    """Keep how *reception* stands now, and for ever what was *done* to it."""
    plain = {each.name: getattr(reception, each.name) for each in fields(reception)}
    change = {
        "change_id": new_id(done.at),
        "change": done.change,
        "at": done.at,
        "by": done.by,
        "reason": done.reason,
        "approving": done.change in APPROVING_CHANGES,
    }
    await connection.execute(_UPSERT_RECEPTION, plain | change)


async def lock_reception(connection: AsyncConnection, reception: UUID) -> Reception | None:
    """Return the reception; until the transaction ends nobody else does anything with it."""
    row = (await connection.execute(_SELECT_FOR_UPDATE, {"id": reception})).one_or_none()
    return Reception(*row) if row else None


async def lock_receiver(connection: AsyncConnection, person: UUID) -> Person | None:
    """Return somebody of the staff; until the transaction ends nobody else gives them a reception."""
    row = (await connection.execute(_SELECT_RECEIVER, {"id": person})).one_or_none()
    return person_from_row(row) if row else None


async def overlapping(connection: AsyncConnection, wanted: Reception) -> list[Reception]:
    """Return what its receiver has to do in the hours of *wanted*."""
    asked = {"receiver": wanted.receiver, "begins": wanted.begins, "ends": wanted.ends}
    return [Reception(*row) for row in await connection.execute(_SELECT_OVERLAPPING, asked)]


async def reception_details(connection: AsyncConnection, reception: UUID) -> ReceptionDetails | None:
    """Return the reception with this id, as it is shown."""
    row = (await connection.execute(_SELECT_DETAILS_BY_ID, {"id": reception})).one_or_none()
    return _details_from_row(row) if row else None


async def schedule_page(
    connection: AsyncConnection, asked: ScheduleFilter, after: tuple[datetime, UUID] | None, limit: int
) -> list[ReceptionDetails]:
    """Return the receptions asked for in the order of their time, from *after* on."""
    begins, last = after or (asked.since, UUID(int=0))
    values = {
        "organisation": asked.organisation,
        "since": asked.since,
        "before": asked.before,
        "begins": begins,
        "after": last,
        "most": limit,
    }
    return [_details_from_row(row) for row in await connection.execute(_SELECT_SCHEDULE, values)]


async def changes_of_reception(connection: AsyncConnection, reception: UUID) -> list[ReceptionChangeRecord]:
    """Return all that was done to the reception, in its order."""
    found = await connection.execute(_SELECT_CHANGES, {"id": reception})
    return [ReceptionChangeRecord(ReceptionChange(row.change), *row[1:]) for row in found]


async def organisations_with_head(connection: AsyncConnection) -> list[OrganisationWithHead]:
    """Return the organisations that have somebody at their head, and since when."""
    asked = {"leading": sorted(HEAD_OFFICES), "leaders": sorted(HEAD_ROLES)}
    return [
        OrganisationWithHead(*row) for row in await connection.execute(_SELECT_ORGANISATIONS_WITH_HEAD, asked)
    ]


async def relevant_for_deadline(connection: AsyncConnection, now: datetime) -> list[Reception]:
    """Return what bears on the next reception that is owed: of each body the last held, and all planned."""
    return [Reception(*row) for row in await connection.execute(_SELECT_RELEVANT_FOR_DEADLINE, {"now": now})]


def _details_from_row(row: Row[tuple[object, ...]]) -> ReceptionDetails:
    reception = Reception(*(getattr(row, each.name) for each in fields(Reception)))
    return ReceptionDetails(
        reception,
        row.receiver_name,
        Role(row.receiver_role),
        parse_office(row.receiver_office),
        row.approved_by,
        row.approver_name,
        row.approved_at,
    )
