"""What a person may see. What is not for them is not there: the answer is 404, never 403."""

from dataclasses import replace
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.errors import Missing
from domain.identity.people import Group, Person, Role
from domain.policy.plan import WORKER_OF
from domain.state.task import Duty, Purpose
from store import queries
from store.appeals import event_log
from store.queries import AppealFilter, AppealLine, Inbox, TaskLine

WORKERS = tuple(WORKER_OF.values())
TAKERS = (*WORKERS, Role.SUPERVISOR)  # who has an inbox: what the law asks of a superior is a supervisor's
OUTSIDERS = frozenset({Role.INTEGRATOR, Role.CITIZEN})


def groups_of(person: Person) -> tuple[Group, ...]:
    """Return the groups from which *person* takes work: their own, or all of those they supervise."""
    if person.role is Role.SUPERVISOR:
        return tuple(Group(person.organisation, role) for role in TAKERS)
    return (Group(person.organisation, person.role),) if person.role in WORKERS else ()


def within_inbox(person: Person, asked: Inbox) -> Inbox:
    """Return *asked* as far as *person* may see: nothing of that in which they have no part."""
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
            roles = TAKERS if person.role is Role.SUPERVISOR else WORKERS
            own = tuple(Group(person.organisation, role) for role in roles)
            wanted = own if asked.groups is None else tuple(set(own) & set(asked.groups))
            return replace(asked, groups=wanted)


def within_list(person: Person, asked: AppealFilter) -> AppealFilter:
    """Return *asked* as far as *person* may see."""
    match person.role:
        case Role.OPERATOR:
            return asked
        case Role.HEAD:
            nowhere = asked.region not in (None, person.region)
            return replace(asked, region=person.region, seen_by=() if nowhere else None)
        case Role.INTEGRATOR:
            return replace(asked, receiver=person.id)
        case _:
            return replace(asked, seen_by=(person.organisation,))


def sees_task(person: Person, task: TaskLine) -> bool:
    """Tell whether *task* is there for *person*."""
    match person.role:
        case Role.OPERATOR:
            return True
        case Role.HEAD:
            return person.region == task.region
        case _:
            return person.role not in OUTSIDERS and person.organisation == task.organisation


async def task_for(connection: AsyncConnection, person: Person, task_id: UUID) -> TaskLine:
    """Return the task. Raises Missing where it is not there for *person*."""
    task = await queries.task(connection, task_id)
    if task is None or not (
        sees_task(person, task)
        or await _asked_for(connection, person, task)
        or await _delivers(connection, person, task)
    ):
        raise Missing
    structlog.contextvars.bind_contextvars(appeal=str(task.appeal))
    return task


def may_tell_all(person: Person, desk: Group) -> bool:
    """Tell whether *person* may tell every applicant: a gateway of the body that runs Komek, its *desk*."""
    return person.role is Role.OPERATOR or person.organisation == desk.organisation


async def appeal_for(
    connection: AsyncConnection, person: Person, appeal: UUID | None = None, number: str | None = None
) -> AppealLine:
    """Return the appeal with this id or number. Raises Missing where it is not there for *person*."""
    line = await queries.appeal_by(connection, id=appeal, number=number)
    if line is None or not await _sees(connection, person, line):
        raise Missing
    structlog.contextvars.bind_contextvars(appeal=str(line.id))
    return line


async def _asked_for(connection: AsyncConnection, person: Person, task: TaskLine) -> bool:
    """Tell whether *task* is a part of the work that the organisation of *person* has asked another for."""
    if task.purpose != Purpose.SIDE or person.role in OUTSIDERS:
        return False
    line = await queries.appeal_by(connection, id=task.appeal)
    return line is not None and line.organisation == person.organisation


async def _delivers(connection: AsyncConnection, person: Person, task: TaskLine) -> bool:
    """Tell whether *task* is to give a notice, and *person* an integrator that may deliver it."""
    if person.role is not Role.INTEGRATOR or task.duty != Duty.NOTICE:
        return False
    line = await queries.appeal_by(connection, id=task.appeal)
    if line is not None and line.receiver == person.id:
        return True
    appeal = await event_log.appeal(connection, task.appeal)
    return appeal is not None and may_tell_all(person, appeal.plan.fallback)


async def _sees(connection: AsyncConnection, person: Person, line: AppealLine) -> bool:
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
            return person.organisation in (line.organisation, line.reception) or await queries.seen_by(
                connection, line.id, person.organisation
            )
