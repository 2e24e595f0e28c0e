"""What the rules cannot know: that whom a command names is there, who stands above, whether the same ask."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from api.dependencies import policy_cache_of
from api.http.idempotency import IdempotentRequest
from application.access_scope import visible_appeal
from application.errors import ApiError
from domain import commands as c
from domain.errors import NotFound
from domain.identity.people import Group, works_in
from domain.policy.plan import ROLE_OF_STEP, Step
from domain.policy.routing import policy_superior_of
from domain.procedure.decision.decision import REMITTED
from store import queries
from store.appeals import event_log
from store.queries import AppealRecord
from store.reference import people


async def check_references(
    deed: IdempotentRequest, connection: AsyncConnection, command: c.PersonCommand
) -> None:
    """Refuse a command that names an organisation or a person who is not there."""
    match command:
        case c.Refer(step=step, to_organisation=str(to)) | c.OpenSideTask(step=step, to_organisation=str(to)):
            await _check_group_is_staffed(deed, connection, Group(to, ROLE_OF_STEP[step]))
        case c.Redirect(to_organisation=to) | c.SplitOff(to_organisation=to):
            await _check_group_is_staffed(deed, connection, Group(to, ROLE_OF_STEP[Step.AGENCY]))
        case c.Reassign(group=group, holder=holder):
            await _check_group_is_staffed(deed, connection, group, "organisation")
            staff = await people.staff(connection, group.organisation) if holder else []
            if holder and not any(
                each.id == holder and each.active and works_in(each.person, group) for each in staff
            ):
                raise ApiError("unknown_person", errors=[("holder", "invalid_value")])
        case _:
            pass


async def with_superior(
    deed: IdempotentRequest, connection: AsyncConnection, command: c.TaskCommand
) -> c.TaskCommand:
    """Return *command* that knows who stands above the body to which it sends the work."""
    match command:
        case (
            c.Refer(to_organisation=str(to)) | c.Redirect(to_organisation=to) | c.SplitOff(to_organisation=to)
        ):
            return replace(command, superior=await _superior_of(deed, connection, to))
        case c.Reassign(group=group):
            return replace(command, superior=await _superior_of(deed, connection, group.organisation))
        case _:
            return command


async def with_related_appeals(
    deed: IdempotentRequest, connection: AsyncConnection, appeal: UUID, command: c.AppealCommand
) -> c.AppealCommand:
    """Return *command* that knows of other appeals what it needs.

    One that merges: whether all who ask are answered there. One that reopens: when a complaint about it was
    sent back. Raises Trouble where the appeal to merge into is closed, unless this command was obeyed before.
    """
    if isinstance(command, c.Reopen):
        return replace(command, remitted_at=await _last_sent_back_at(deed, connection, appeal))
    if not isinstance(command, c.Merge):
        return command
    into = await _visible_merge_target(deed, connection, command.target_appeal)
    if into.outcome is not None:  # or two appeals could end in each other, and nobody be helped
        facts = await event_log.facts_of_appeal(connection, appeal)
        if all(fact.command != deed.id for fact in facts):
            closed = {"outcome": into.outcome}
            raise ApiError("appeal_closed", errors=[("into", "invalid_value")], facts=closed)
    answered = await _is_covered_by(connection, appeal, into.id)
    return replace(command, covers_all_applicants=answered, target_number=into.number)


async def _last_sent_back_at(
    deed: IdempotentRequest, connection: AsyncConnection, appeal: UUID
) -> datetime | None:
    """Return when a complaint about *appeal* was last sent back, for its body to begin again."""
    family = await queries.related_appeals(connection, await visible_appeal(connection, deed.by, appeal))
    judged = [await event_log.load_appeal(connection, each.id) for each in family.complaints]
    sent = [each.closed_at for each in judged if each and each.legal.decision == REMITTED]
    return max((each for each in sent if each), default=None)


async def _superior_of(
    deed: IdempotentRequest, connection: AsyncConnection, organisation: str
) -> Group | None:
    return policy_superior_of(await policy_cache_of(deed.request).policy(connection), organisation)


async def _is_covered_by(connection: AsyncConnection, appeal: UUID, other: UUID) -> bool:
    """Tell whether all who ask in *appeal* ask in the *other* too, by the same procedure and due no later."""
    here, there = (
        await event_log.load_appeal(connection, appeal),
        await event_log.load_appeal(connection, other),
    )
    if not (here and there and here.plan.law and there.plan.law and here.statute_due and there.statute_due):
        return False
    as_soon = there.statute_due <= here.statute_due
    alike = there.plan.law.procedure is here.plan.law.procedure
    return as_soon and alike and await queries.covers_all_petitioners(connection, appeal, other)


async def _visible_merge_target(
    deed: IdempotentRequest, connection: AsyncConnection, into: UUID
) -> AppealRecord:
    try:
        return await visible_appeal(connection, deed.by, into)
    except NotFound as error:
        raise ApiError("unknown_appeal", errors=[("into", "invalid_value")]) from error


async def _check_group_is_staffed(
    deed: IdempotentRequest, connection: AsyncConnection, group: Group, field: str = "to"
) -> None:
    policy = await policy_cache_of(deed.request).policy(connection)
    policy.group_for_role(group.organisation, group.role, field)
