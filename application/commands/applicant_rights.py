"""Rights of the applicant in which a person is named: a challenge, a representative."""

from functools import partial
from uuid import UUID

from fastapi.responses import Response
from sqlalchemy.ext.asyncio import AsyncConnection

from api.command_endpoint import appeal_response, execute_appeal_command
from api.http.idempotency import IdempotentRequest
from application.access_scope import visible_appeal
from application.errors import ApiError
from application.intake.build import build_applicant
from domain.commands import ChangeRepresentative, RequestRecusal
from domain.identity.people import Group, Role, oversees, works_in
from schemas.http.requests import statutory as b
from store import queries
from store.appeals import event_log, personal_data
from store.appeals.intake import Capacity
from store.database.engine import autocommit
from store.queries import AppealRecord
from store.reference import people


async def request_recusal(deed: IdempotentRequest, appeal_id: UUID, body: b.RequestRecusalBody) -> Response:
    """Ask that somebody has no part in the appeal. Raises Trouble where they could have none."""
    async with autocommit(deed.dependencies.engine).connect() as connection:
        line = await visible_appeal(connection, deed.by, appeal_id)
        person = body.person or await _current_holder(connection, line)
        of = await _group_of_official(connection, line, person) if person else None
    return await execute_appeal_command(
        deed, appeal_id, RequestRecusal(deed.by, person, deed.id, of), body.text
    )


async def change_representative(
    deed: IdempotentRequest, appeal_id: UUID, body: b.ChangeRepresentativeBody
) -> Response:
    """Name who speaks for the applicant, or that nobody does; who did before stays known."""
    text = deed.id if body.text else None
    command = ChangeRepresentative(deed.by, text, is_removal=body.person is None)
    return await execute_appeal_command(
        deed, appeal_id, command, body.text, partial(_store_representative, deed, appeal_id, body)
    )


async def _current_holder(connection: AsyncConnection, line: AppealRecord) -> UUID | None:
    """Return who has the work on the appeal in hand, whom the citizen need not know."""
    appeal = await event_log.load_appeal(connection, line.id)
    main = appeal.main_task if appeal else None
    return main.holder if main else None


async def _group_of_official(connection: AsyncConnection, line: AppealRecord, person: UUID) -> Group:
    """Return where *person* works, who has the appeal, had it, or stands above those who do."""
    found = (await people.employees(connection, [person])).get(person)
    if found is not None:
        groups = {
            Group(each.organisation, Role(each.role))
            for each in await queries.tasks_of_appeal(connection, line.id)
        }
        if any(works_in(found.person, each) or oversees(found.person, each, line.region) for each in groups):
            return Group(found.organisation, found.role)
    raise ApiError("unknown_person", errors=[("person", "invalid_value")])


async def _store_representative(
    deed: IdempotentRequest, appeal_id: UUID, body: b.ChangeRepresentativeBody, connection: AsyncConnection
) -> Response:
    """Keep the person only now that it was obeyed; a second time changes nothing."""
    person = build_applicant(Capacity.REPRESENTATIVE, body.person) if body.person else None
    await personal_data.name_representative(connection, appeal_id, deed.id, person)
    return await appeal_response(deed, appeal_id, connection)
