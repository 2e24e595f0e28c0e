"""References of a command to organisations, people and other appeals: checked, and followed."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from application.access_scope import visible_appeal
from application.context import CommandContext
from application.errors import UseCaseError
from domain.errors import NotFound
from domain.identity.people import Group, works_in
from domain.policy.plan import ROLE_OF_STEP, Step
from domain.policy.routing import policy_superior_of
from domain.procedure.decision.decision import REMITTED
from store import queries
from store.appeals import event_log
from store.queries import AppealRecord
from store.reference import people


@dataclass(frozen=True, slots=True)
class MergeTarget:
    """The appeal into which another one is merged, and whether it has all applicants of that one."""

    number: str
    covers_all_applicants: bool


async def check_group_has_role(
    ctx: CommandContext, connection: AsyncConnection, group: Group, field: str = "to"
) -> None:
    """Raise a Refusal about *field* where the policy has no such organisation or it has no such role."""
    policy = await ctx.dependencies.policy_cache.policy(connection)
    policy.group_for_role(group.organisation, group.role, field)


async def is_external_receiver(ctx: CommandContext, connection: AsyncConnection, organisation: str) -> bool:
    """Return whether *organisation*, which is to receive an appeal, is a body outside the system.

    Raises a Refusal where the directory has no such organisation, or no officers work in it.
    """
    known = (await ctx.dependencies.policy_cache.policy(connection)).organisations.get(organisation)
    if known is not None and known.external:
        return True
    await check_group_has_role(ctx, connection, Group(organisation, ROLE_OF_STEP[Step.AGENCY]))
    return False


async def check_works_in(connection: AsyncConnection, holder: UUID | None, group: Group) -> None:
    """Raise UseCaseError where *holder* is named and is no active member of *group*."""
    if holder is None:
        return
    staff = await people.staff(connection, group.organisation)
    if not any(each.id == holder and each.active and works_in(each.person, group) for each in staff):
        raise UseCaseError("unknown_person", errors=[("holder", "invalid_value")])


async def superior_of(ctx: CommandContext, connection: AsyncConnection, organisation: str) -> Group | None:
    """Return the group superior to *organisation* by the policy in force."""
    return policy_superior_of(await ctx.dependencies.policy_cache.policy(connection), organisation)


async def remittal_date(ctx: CommandContext, connection: AsyncConnection, appeal: UUID) -> datetime | None:
    """Return when a complaint about *appeal* was last remitted to its body."""
    line = await visible_appeal(connection, ctx.by, appeal)
    related = await queries.related_appeals(connection, line)
    complaints = await event_log.load_appeals(connection, [each.id for each in related.complaints])
    remitted = [each.progress.closed_at for each in complaints if each.legal.decision.code == REMITTED]
    return max((each for each in remitted if each), default=None)


async def merge_target(
    ctx: CommandContext, connection: AsyncConnection, appeal: UUID, into: UUID
) -> MergeTarget:
    """Return the appeal to merge into.

    Raises UseCaseError where the person may not see it, or where it is closed and this command was not
    carried out before: two appeals could end in each other.
    """
    try:
        target = await visible_appeal(connection, ctx.by, into)
    except NotFound as error:
        raise UseCaseError("unknown_appeal", errors=[("into", "invalid_value")]) from error
    if target.outcome is not None and not await event_log.is_command_handled(
        connection, appeal, ctx.command_id
    ):
        raise UseCaseError(
            "appeal_closed", errors=[("into", "invalid_value")], facts={"outcome": target.outcome}
        )
    return MergeTarget(target.number, await _covers_all_applicants(connection, appeal, target))


async def _covers_all_applicants(connection: AsyncConnection, appeal: UUID, target: AppealRecord) -> bool:
    """Return whether *target* has all applicants of *appeal*, the same procedure, and is due no later."""
    here = await event_log.load_appeal(connection, appeal)
    there = await event_log.load_appeal(connection, target.id)
    if not (here and there and here.law.rules and there.law.rules and here.statute_due and there.statute_due):
        return False
    is_as_soon = there.statute_due <= here.statute_due
    has_same_procedure = there.law.procedure is here.law.procedure
    return (
        is_as_soon
        and has_same_procedure
        and await queries.covers_all_petitioners(connection, appeal, target.id)
    )
