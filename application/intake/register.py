"""Registration of an appeal, from the request body to the talon: at a counter or at a personal reception."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

from application.context import CommandContext
from application.errors import UseCaseError
from application.intake.build import build_intake, plan_intake, source_record
from application.intake.complaint import resolve_contested_appeal
from application.intake.warnings import intake_warnings
from application.presenters.talon import present_talon, present_talon_receiver
from domain.identity.identifiers import TalonNumber
from domain.identity.people import Person
from domain.policy.policy import Policy
from domain.policy.regions import RegionHistory
from schemas.http.requests.intake import NewAppealBody
from schemas.http.responses.views import TalonView
from store.appeals import intake
from store.database.errors import SourceRegistered
from store.idempotency import IdempotencyKey, StoredResponse

Body = TypeVar("Body", bound=NewAppealBody)


@dataclass(frozen=True, slots=True)
class Receiver:
    """The official who receives the appeal; *settled_by* resolves it at intake, if it is another person."""

    person: Person
    name: str
    settled_by: Person | None = None


@dataclass(frozen=True, slots=True)
class IdempotentWrite:
    """The key under which the talon is stored together with the intake, and the form in which it is."""

    key: IdempotencyKey
    serialise: Callable[[TalonView], StoredResponse]


class AlreadyRegistered(Exception):
    """An earlier attempt under the same key has registered the appeal; *response* holds its talon."""

    def __init__(self, response: StoredResponse) -> None:
        """Carry the stored *response*."""
        super().__init__()
        self.response = response


async def register_appeal(
    ctx: CommandContext,
    connection: AsyncConnection,
    body: NewAppealBody,
    receiver: Receiver,
    write: IdempotentWrite,
) -> TalonView:
    """Register an appeal and return its talon: two statements, unless it is a complaint.

    Raises a Refusal or UseCaseError where it cannot be registered, as for a record of another system that is
    registered, AlreadyRegistered where it was before
    and KeyReused where the key stands for another request.
    """
    dependencies, now = ctx.dependencies, ctx.dependencies.clock()
    policy = await dependencies.policy_cache.policy(connection)
    calendar = await dependencies.policy_cache.calendar(connection)
    today = now.astimezone(dependencies.catalogs.timezone).date()
    body = with_region_code(body, policy, dependencies.region_history)
    contested = await resolve_contested_appeal(connection, body, now)
    plan = plan_intake(body, policy, calendar, now, dependencies.rulebooks, contested)
    number = await _draw_number(connection, write.key, today.year, body)
    if not isinstance(number, TalonNumber):
        raise AlreadyRegistered(number)
    aggregate = build_intake(body, ctx.by, replace(plan, number=str(number)), now, receiver.settled_by)
    talon = present_talon(
        aggregate,
        present_talon_receiver(dependencies.catalogs, body.language, receiver.person, receiver.name),
        intake_warnings(body, today, late=plan.complaint_late),
    )
    response = write.serialise(talon)
    try:
        stored = await intake.save_intake(
            connection, write.key, replace(aggregate, receiver=receiver.person.id), response
        )
    except SourceRegistered as error:
        raise already_registered(error) from error
    if stored is not response:
        raise AlreadyRegistered(stored)
    return talon


async def _draw_number(
    connection: AsyncConnection, key: IdempotencyKey, year: int, body: NewAppealBody
) -> TalonNumber | StoredResponse:
    """Return what `draw_talon_number` does. Raises UseCaseError where the source of *body* is registered."""
    try:
        return await intake.draw_talon_number(connection, key, year, source_record(body))
    except SourceRegistered as error:
        raise already_registered(error) from error


def already_registered(error: SourceRegistered) -> UseCaseError:
    """Return the error of a record of another system that is registered already."""
    return UseCaseError("source_registered" if error.is_unchanged else "source_changed")


def with_region_code(body: Body, policy: Policy, history: RegionHistory) -> Body:
    """Return *body* with the code of its region; of regions of one name, the reception's own."""
    reception = policy.organisations.get(body.reception)
    region = history.resolve(body.region, policy.regions, reception.region if reception else "")
    return body.model_copy(update={"region": region.id})
