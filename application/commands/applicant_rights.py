"""Rights of the applicant that name a person: a request for recusal, a representative."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from application.context import CommandContext
from application.errors import UseCaseError
from application.intake.build import build_applicant
from domain.commands import ChangeRepresentative, RequestRecusal
from domain.identity.people import Capacity, Group, Role, oversees, works_in
from schemas.http.requests.statutory import ChangeRepresentativeBody, RequestRecusalBody
from store import queries
from store.appeals import event_log, personal_data
from store.queries import AppealRecord
from store.reference import people


async def recusal_command(
    ctx: CommandContext, connection: AsyncConnection, appeal: AppealRecord, body: RequestRecusalBody
) -> RequestRecusal:
    """Return the command; without a named person it concerns the present holder.

    Raises UseCaseError where the named person has no part in the appeal.
    """
    person = body.person or await _holder(connection, appeal)
    group = await _group_of_official(connection, appeal, person) if person else None
    return RequestRecusal(ctx.by, person, ctx.command_id, group, body.new_circumstances)


def representative_command(ctx: CommandContext, body: ChangeRepresentativeBody) -> ChangeRepresentative:
    """Return the command; the person stays in the database and does not travel with it."""
    text = ctx.command_id if body.text else None
    return ChangeRepresentative(ctx.by, text, is_removal=body.person is None)


async def store_representative(
    ctx: CommandContext, connection: AsyncConnection, appeal_id: UUID, body: ChangeRepresentativeBody
) -> None:
    """Store the representative once the command was carried out; a second time changes nothing."""
    person = build_applicant(Capacity.REPRESENTATIVE, body.person) if body.person else None
    await personal_data.name_representative(connection, appeal_id, ctx.command_id, person)


async def _holder(connection: AsyncConnection, appeal: AppealRecord) -> UUID | None:
    """Return the holder of the main task, who may be unknown to the applicant."""
    state = await event_log.load_appeal(connection, appeal.id)
    main = state.main_task if state else None
    return main.holder if main else None


async def _group_of_official(connection: AsyncConnection, appeal: AppealRecord, person: UUID) -> Group:
    """Return the group of *person*, who works or worked on the appeal or oversees those who do."""
    employee = (await people.employees(connection, [person])).get(person)
    if employee is not None:
        groups = {
            Group(each.organisation, Role(each.role))
            for each in await queries.tasks_of_appeal(connection, appeal.id)
        }
        if any(
            works_in(employee.person, each) or oversees(employee.person, each, appeal.region)
            for each in groups
        ):
            return Group(employee.organisation, employee.role)
    raise UseCaseError("unknown_person", errors=[("person", "invalid_value")])
