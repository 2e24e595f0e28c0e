"""Rights of the applicant in which a person is named: a challenge, a representative."""

from functools import partial
from uuid import UUID

from fastapi.responses import Response
from sqlalchemy.ext.asyncio import AsyncConnection

from api.command_endpoint import give_command, show_appeal
from api.http.idempotency import Deed
from application.access_scope import appeal_for
from application.errors import Trouble
from application.intake.build import applicant_of
from domain.commands import Challenge, NameRepresentative
from domain.identity.people import Group, Role, oversees, works_in
from schemas.http.requests import statutory as b
from store import queries
from store.appeals import event_log, personal_data
from store.appeals.intake import Capacity
from store.database.engine import at_once
from store.queries import AppealLine
from store.reference import people


async def challenge(deed: Deed, appeal_id: UUID, body: b.Challenge) -> Response:
    """Ask that somebody has no part in the appeal. Raises Trouble where they could have none."""
    async with at_once(deed.needs.engine).connect() as connection:
        line = await appeal_for(connection, deed.by, appeal_id)
        person = body.person or await _at_work(connection, line)
        of = await _group_of(connection, line, person) if person else None
    return await give_command(deed, appeal_id, Challenge(deed.by, person, deed.id, of), body.text)


async def name_representative(deed: Deed, appeal_id: UUID, body: b.Representative) -> Response:
    """Name who speaks for the applicant, or that nobody does; who did before stays known."""
    text = deed.id if body.text else None
    command = NameRepresentative(deed.by, text, removed=body.person is None)
    return await give_command(deed, appeal_id, command, body.text, partial(_named, deed, appeal_id, body))


async def _at_work(connection: AsyncConnection, line: AppealLine) -> UUID | None:
    """Return who has the work on the appeal in hand, whom the citizen need not know."""
    appeal = await event_log.appeal(connection, line.id)
    main = appeal.main_task if appeal else None
    return main.holder if main else None


async def _group_of(connection: AsyncConnection, line: AppealLine, person: UUID) -> Group:
    """Return where *person* works, who has the appeal, had it, or stands above those who do."""
    found = (await people.employees(connection, [person])).get(person)
    if found is not None:
        groups = {
            Group(each.organisation, Role(each.role)) for each in await queries.tasks_of(connection, line.id)
        }
        if any(works_in(found.person, each) or oversees(found.person, each, line.region) for each in groups):
            return Group(found.organisation, found.role)
    raise Trouble("unknown_person", errors=[("person", "wrong_value")])


async def _named(
    deed: Deed, appeal_id: UUID, body: b.Representative, connection: AsyncConnection
) -> Response:
    """Keep the person only now that it was obeyed; a second time changes nothing."""
    person = applicant_of(Capacity.REPRESENTATIVE, body.person) if body.person else None
    await personal_data.name_representative(connection, appeal_id, deed.id, person)
    return await show_appeal(deed, appeal_id, connection)
