"""The staff: people with access to Komek, identified by a token that is shown once."""

from hashlib import sha256
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from application.context import CommandContext, command_id_from
from application.dependencies import Dependencies
from application.errors import UseCaseError, invalid_field
from domain.commands import Release
from domain.errors import NotFound, Refusal
from domain.identity.people import Person, Role
from domain.policy.policy import NATIONWIDE, Policy
from domain.policy.regions import RegionHistory
from schemas.http.directory import (
    ChangePersonBody,
    NewPersonBody,
    PersonPage,
    PersonView,
    PersonWithTokenView,
)
from store.database.engine import autocommit
from store.queries import InboxFilter, inbox
from store.reference import people
from workflows.commands.errors import CommandPending, WorkflowNotRunning, WorkflowServiceUnavailable

log = structlog.get_logger()

MAX_RELEASED_TASKS = 1000
ROLES_ANYWHERE = frozenset({Role.OPERATOR, Role.INTEGRATOR, Role.HEAD})  # no work of a group is theirs


async def list_people(dependencies: Dependencies, by: Person) -> PersonPage:
    """Return the colleagues of *by*; for an operator, all staff."""
    if by.role is not Role.OPERATOR and not by.organisation:
        return PersonPage(items=[])
    async with autocommit(dependencies.engine).connect() as connection:
        found = await people.staff(connection, None if by.role is Role.OPERATOR else by.organisation)
    return PersonPage(items=[PersonView.model_validate(each) for each in found])


async def create_person(
    ctx: CommandContext, connection: AsyncConnection, body: NewPersonBody
) -> PersonWithTokenView:
    """Add a person and return them with their token, stored only as a digest."""
    policy = await ctx.dependencies.policy_cache.policy(connection)
    region = _region_of_person(body, policy, ctx.dependencies.region_history)
    person, token = await people.create_person(
        connection, body.name, body.organisation, body.role, region, office=body.office
    )
    known = {"id": person.id, "region": region, "active": True, **body.model_dump(exclude={"region"})}
    return PersonWithTokenView(**known, token=token)


async def change_person(dependencies: Dependencies, person: UUID, body: ChangePersonBody) -> PersonView:
    """Activate or deactivate a person. Raises NotFound."""
    async with dependencies.engine.begin() as connection:
        await people.set_active(connection, person, active=body.active)
        found = next((each for each in await people.staff(connection) if each.id == person), None)
    if found is None:
        raise NotFound
    return PersonView.model_validate(found)


async def release_tasks_of(dependencies: Dependencies, by: Person, person: UUID) -> None:
    """Return all tasks that *person* holds to their groups.

    A task whose workflow does not answer is logged and left: deactivating the person again releases it.
    """
    async with autocommit(dependencies.engine).connect() as connection:
        held = await inbox.inbox_page(connection, InboxFilter(holder=person), limit=MAX_RELEASED_TASKS)
    for task in held.tasks:
        digest = sha256(f"{by.id} {task.id} {task.version}".encode()).digest()
        release = Release(by, task.id, override=True)
        try:
            await dependencies.appeal_client.send_command(
                task.number, release, command_id_from(digest), appeal=task.appeal
            )
        except (Refusal, CommandPending):  # it was moved meanwhile, or will be released
            continue
        except (WorkflowNotRunning, WorkflowServiceUnavailable) as error:
            log.warning("task_not_released", task=str(task.id), reason=type(error).__name__)


def _region_of_person(body: NewPersonBody, policy: Policy, history: RegionHistory) -> str:
    """Return the region where the person works. Raises UseCaseError or a Refusal for an impossible person."""
    organisation = policy.organisation(body.organisation)
    region = organisation.region if body.region is None else body.region
    if body.role is Role.CITIZEN:
        raise invalid_field("role")
    if body.role not in ROLES_ANYWHERE and not organisation.has_role(body.role):
        allowed = ", ".join(sorted({*organisation.roles, *ROLES_ANYWHERE}))
        raise UseCaseError(
            "validation_failed", errors=[("role", "unknown_value")], facts={"allowed": allowed}
        )
    if body.role is Role.HEAD and not region:
        raise invalid_field("region", "missing")
    return history.resolve(region, policy.regions).id if region else NATIONWIDE
