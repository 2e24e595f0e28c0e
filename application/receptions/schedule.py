"""Changes of a personal reception: approved, rescheduled, cancelled, held."""

from dataclasses import replace
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from application.context import CommandContext
from application.errors import UseCaseError
from application.presenters.receptions import present_reception
from application.receptions.overdue import article_of_rule
from domain.errors import NotFound
from domain.law.rule_ids import RuleId
from domain.rules.receptions import (
    Reception,
    ReceptionChange,
    check_hours,
    check_may_record,
    check_may_schedule,
    check_not_started,
    check_receiver,
    check_started,
)
from schemas.http.receptions import (
    CancelReceptionBody,
    NewReceptionBody,
    ReceptionView,
    RescheduleReceptionBody,
)
from store.database.new_ids import new_id
from store.receptions import schedule
from store.receptions.schedule import ReceptionChangeEntry


async def approve_reception(
    ctx: CommandContext, connection: AsyncConnection, body: NewReceptionBody
) -> ReceptionView:
    """Add a reception to the schedule, approved by the person who adds it."""
    cache = ctx.dependencies.policy_cache
    policy, calendar = await cache.policy(connection), await cache.calendar(connection)
    organisation = policy.organisation(body.organisation).id
    check_may_schedule(ctx.by, organisation)
    receiver = await schedule.lock_receiver(connection, body.official)
    if receiver is None:
        raise UseCaseError("unknown_person", errors=[("official", "invalid_value")])
    check_receiver(
        receiver, organisation, article_of_rule(ctx.dependencies, calendar, RuleId.PERSONAL_RECEPTION)
    )
    now = ctx.dependencies.clock()
    name = new_id(now)
    wanted = Reception(name, organisation, receiver.id, body.begins_at, body.ends_at, body.place)
    await _check_hours(ctx, connection, wanted)
    return await _record_reception_change(
        ctx, connection, wanted, ReceptionChangeEntry(ReceptionChange.APPROVED, ctx.by.id, now)
    )


async def reschedule_reception(
    ctx: CommandContext, connection: AsyncConnection, name: UUID, body: RescheduleReceptionBody
) -> ReceptionView:
    """Change the hours of a reception."""
    reception = await locked_reception(connection, name)
    check_may_schedule(ctx.by, reception.organisation)
    now = ctx.dependencies.clock()
    check_not_started(reception, now)
    await schedule.lock_receiver(connection, reception.receiver)
    place = body.place or reception.place
    moved = replace(reception, begins=body.begins_at, ends=body.ends_at, place=place)
    await _check_hours(ctx, connection, moved)
    return await _record_reception_change(
        ctx,
        connection,
        moved,
        ReceptionChangeEntry(ReceptionChange.RESCHEDULED, ctx.by.id, now, body.reason),
    )


async def cancel_reception(
    ctx: CommandContext, connection: AsyncConnection, name: UUID, body: CancelReceptionBody
) -> ReceptionView:
    """Cancel a reception; its record is kept."""
    reception = await locked_reception(connection, name)
    check_may_schedule(ctx.by, reception.organisation)
    now = ctx.dependencies.clock()
    check_not_started(reception, now)
    change = ReceptionChangeEntry(ReceptionChange.CANCELLED, ctx.by.id, now, body.reason)
    return await _record_reception_change(ctx, connection, replace(reception, cancelled=True), change)


async def mark_reception_held(ctx: CommandContext, connection: AsyncConnection, name: UUID) -> ReceptionView:
    """Record that a reception was held, even without visitors."""
    reception = await locked_reception(connection, name)
    check_may_record(ctx.by, reception)
    now = ctx.dependencies.clock()
    check_started(reception, now)
    if reception.held:
        return await _reception_view(ctx, connection, name)
    change = ReceptionChangeEntry(ReceptionChange.HELD, ctx.by.id, now)
    return await _record_reception_change(ctx, connection, replace(reception, held=True), change)


async def locked_reception(connection: AsyncConnection, name: UUID) -> Reception:
    """Return the reception, locked until the transaction ends. Raises NotFound."""
    reception = await schedule.lock_reception(connection, name)
    if reception is None:
        raise NotFound
    return reception


async def _check_hours(ctx: CommandContext, connection: AsyncConnection, wanted: Reception) -> None:
    others = await schedule.overlapping(connection, wanted)
    check_hours(
        wanted, others, await ctx.dependencies.policy_cache.calendar(connection), ctx.dependencies.clock()
    )


async def _record_reception_change(
    ctx: CommandContext,
    connection: AsyncConnection,
    reception: Reception,
    change: ReceptionChangeEntry,
) -> ReceptionView:
    await schedule.save_reception(connection, reception, change)
    return await _reception_view(ctx, connection, reception.id)


async def _reception_view(ctx: CommandContext, connection: AsyncConnection, name: UUID) -> ReceptionView:
    line = await schedule.reception_details(connection, name)
    if line is None:
        raise NotFound
    return present_reception(line, ctx.dependencies.clock())
