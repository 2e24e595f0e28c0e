"""Escalations: who is called by them, their acknowledgement, and their feed for gateways."""

from dataclasses import replace
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from application import pagination
from application.access_scope import groups_of, may_deliver_all_notices
from application.context import CommandContext
from application.dependencies import Dependencies
from domain.errors import Forbidden, NotFound
from domain.identity.people import Person, Role
from schemas.http.responses.escalations import (
    EscalationCallView,
    EscalationFeedPage,
    EscalationFeedParams,
    EscalationList,
    EscalationListParams,
)
from store.database.engine import autocommit
from store.feeds import Feed, open_feed
from store.queries import calls, escalations
from store.queries.escalations import EscalationFilter

FEED_READERS = frozenset({Role.INTEGRATOR, Role.OPERATOR})


async def list_escalations(
    connection: AsyncConnection, by: Person, asked: EscalationListParams
) -> EscalationList:
    """Return the open escalations that call *by*; for an operator on request those of all people."""
    wanted = calls_of(by, asked)
    found = await escalations.open_escalations(connection, wanted, asked.limit)
    return EscalationList(items=[EscalationCallView.model_validate(each) for each in found])


async def acknowledge_escalation(
    ctx: CommandContext, connection: AsyncConnection, appeal: UUID, seq: int
) -> EscalationCallView:
    """Record that the person who is called has acknowledged it. It moves no clock.

    Raises NotFound where there is no such escalation, or it calls other people.
    """
    own = calls_of(ctx.by, EscalationListParams(acknowledged=None))
    found = await escalations.escalation_by_key(connection, appeal, seq, own)
    if found is None:
        raise NotFound
    now = ctx.dependencies.clock()
    await escalations.acknowledge(connection, found, ctx.by.id, now)
    await calls.acknowledge_calls_of_event(connection, appeal, seq, ctx.by.id, now)
    return EscalationCallView.model_validate(
        await escalations.escalation_by_key(connection, appeal, seq, own)
    )


async def read_escalation_feed(
    dependencies: Dependencies, by: Person, asked: EscalationFeedParams
) -> EscalationFeedPage:
    """Return the next escalations of all appeals, for those who deliver calls. Raises Forbidden."""
    if by.role not in FEED_READERS:
        raise Forbidden(role=by.role)
    after = pagination.feed_position(Feed.ESCALATIONS, asked.cursor)
    async with autocommit(dependencies.engine).connect() as connection:
        policy = await dependencies.policy_cache.policy(connection)
        if not may_deliver_all_notices(by, policy.fallback):
            raise Forbidden(role=by.role)
        section = await open_feed(connection, after)
        found = await escalations.escalations_after(connection, section, asked.limit)
    cursor = pagination.next_feed_cursor(
        Feed.ESCALATIONS, asked.cursor, section, [place for place, _ in found]
    )
    return EscalationFeedPage(
        items=[EscalationCallView.model_validate(each) for _, each in found], next_cursor=cursor
    )


def calls_of(by: Person, asked: EscalationListParams) -> EscalationFilter:
    """Return the filter of the escalations that call *by*. Raises Forbidden where nothing calls the role."""
    wanted = EscalationFilter(min_level=asked.level, acknowledged=asked.acknowledged, reader=by.id)
    match by.role:
        case Role.OPERATOR:
            return replace(wanted, is_operator=True, everyone=asked.all)
        case Role.HEAD:
            return replace(wanted, region=by.region)
        case Role.INTEGRATOR | Role.CITIZEN:
            raise Forbidden(role=by.role)
        case Role.SUPERVISOR:
            return replace(wanted, organisation=by.organisation, groups=groups_of(by), holder=by.id)
        case _:
            return replace(wanted, groups=groups_of(by), holder=by.id)
