"""Access scopes: the appeals and tasks that a person may see; for all others the answer is 404, never 403."""

from dataclasses import dataclass, replace
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.errors import Forbidden, NotFound
from domain.identity.people import Group, Person, Role
from domain.policy.plan import ROLE_OF_STEP
from domain.state.task import Duty, Purpose
from store import queries
from store.appeals import event_log
from store.queries import AppealFilter, AppealRecord, InboxFilter, TaskRecord

WORKER_ROLES = tuple(ROLE_OF_STEP.values())
TASK_ROLES = (
    *WORKER_ROLES,
    Role.SUPERVISOR,
)  # roles with an inbox: a superior's duties are in the inbox of supervisors
COUNTER_ROLES = frozenset({Role.CLERK, Role.SUPERVISOR, Role.OPERATOR})
EXTERNAL_ROLES = frozenset({Role.INTEGRATOR, Role.CITIZEN})


def groups_of(person: Person) -> tuple[Group, ...]:
    """Return the groups from which *person* takes work: their own, or all of those they supervise."""
    if person.role is Role.SUPERVISOR:
        return tuple(Group(person.organisation, role) for role in TASK_ROLES)
    return (Group(person.organisation, person.role),) if person.role in WORKER_ROLES else ()


def restrict_inbox(person: Person, asked: InboxFilter) -> InboxFilter:
    """Return *asked* restricted to the tasks that *person* may see."""
    asked = replace(asked, reader=person.id)
    match person.role:
        case Role.OPERATOR:
            return asked
        case Role.HEAD:
            nowhere = asked.region not in (None, person.region)
            return replace(asked, groups=() if nowhere else asked.groups, region=person.region)
        case Role.INTEGRATOR | Role.CITIZEN:
            return replace(asked, groups=())
        case _:
            roles = TASK_ROLES if person.role is Role.SUPERVISOR else WORKER_ROLES
            own = tuple(Group(person.organisation, role) for role in roles)
            wanted = own if asked.groups is None else tuple(set(own) & set(asked.groups))
            return replace(asked, groups=wanted)


def restrict_appeal_filter(person: Person, asked: AppealFilter) -> AppealFilter:
    """Return *asked* restricted to the appeals that *person* may see."""
    match person.role:
        case Role.OPERATOR:
            return asked
        case Role.HEAD:
            nowhere = asked.region not in (None, person.region)
            return replace(asked, region=person.region, visible_to_organisations=() if nowhere else None)
        case Role.INTEGRATOR:
            return replace(asked, receiver=person.id)
        case _:
            return replace(asked, visible_to_organisations=(person.organisation,))


@dataclass(frozen=True, slots=True)
class Oversight:
    """The part of all appeals that a person oversees: of one organisation or region, or all of them."""

    organisation: str | None = None
    region: str | None = None


def oversight_of(person: Person) -> Oversight:
    """Return what *person* oversees. Raises Forbidden for anyone but overseers."""
    match person.role:
        case Role.OPERATOR:
            return Oversight()
        case Role.HEAD:
            return Oversight(region=person.region)
        case Role.SUPERVISOR:
            return Oversight(organisation=person.organisation)
        case _:
            raise Forbidden(role=person.role)


def may_see_task(person: Person, task: TaskRecord) -> bool:
    """Return whether *person* may see *task*."""
    match person.role:
        case Role.OPERATOR:
            return True
        case Role.HEAD:
            return person.region == task.region
        case _:
            return person.role not in EXTERNAL_ROLES and person.organisation == task.organisation


async def visible_task(connection: AsyncConnection, person: Person, task_id: UUID) -> TaskRecord:
    """Return the task. Raises NotFound where *person* may not see it."""
    return await check_may_see_task(connection, person, await queries.task_by_id(connection, task_id))


async def check_may_see_task(
    connection: AsyncConnection, person: Person, task: TaskRecord | None
) -> TaskRecord:
    """Return *task*. Raises NotFound where there is none or *person* may not see it."""
    if task is None or not (
        may_see_task(person, task)
        or await _is_requested_side_task(connection, person, task)
        or await _may_deliver_notice(connection, person, task)
    ):
        raise NotFound
    structlog.contextvars.bind_contextvars(appeal=str(task.appeal))
    return task


def may_deliver_all_notices(person: Person, desk: Group) -> bool:
    """Return whether *person* may deliver all notices, as an integrator of the *desk* that runs Komek."""
    return person.role is Role.OPERATOR or person.organisation == desk.organisation


async def visible_appeal(
    connection: AsyncConnection, person: Person, appeal: UUID | None = None, number: str | None = None
) -> AppealRecord:
    """Return the appeal with this id or number. Raises NotFound where *person* may not see it."""
    line = await queries.appeal_by(connection, id=appeal, number=number)
    if line is None or not await _may_see_appeal(connection, person, line):
        raise NotFound
    structlog.contextvars.bind_contextvars(appeal=str(line.id))
    return line


async def _is_requested_side_task(connection: AsyncConnection, person: Person, task: TaskRecord) -> bool:
    """Return whether *task* is a side task that the organisation of *person* has requested."""
    if task.purpose != Purpose.SIDE or person.role in EXTERNAL_ROLES:
        return False
    line = await queries.appeal_by(connection, id=task.appeal)
    return line is not None and line.organisation == person.organisation


async def _may_deliver_notice(connection: AsyncConnection, person: Person, task: TaskRecord) -> bool:
    """Return whether *task* is a notice, and *person* an integrator that may deliver it."""
    if person.role is not Role.INTEGRATOR or task.duty != Duty.NOTICE:
        return False
    line = await queries.appeal_by(connection, id=task.appeal)
    if line is not None and line.receiver == person.id:
        return True
    appeal = await event_log.load_appeal(connection, task.appeal)
    return appeal is not None and may_deliver_all_notices(person, appeal.plan.fallback)


async def _may_see_appeal(connection: AsyncConnection, person: Person, line: AppealRecord) -> bool:
    match person.role:
        case Role.OPERATOR:
            return True
        case Role.HEAD:
            return person.region == line.region
        case Role.INTEGRATOR:
            return person.id == line.receiver
        case Role.CITIZEN:
            return person.id == line.id
        case _:
            return person.organisation in (line.organisation, line.reception) or await queries.has_worked_on(
                connection, line.id, person.organisation
            )
