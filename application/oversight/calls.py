"""Calls: the warnings and escalations that await a person, and the record of all calls about an appeal."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from application.access_scope import visible_appeal
from application.context import CommandContext
from domain.errors import NotFound
from domain.identity.people import Person
from schemas.http.responses.escalations import (
    CallCounts,
    CallList,
    CallView,
    OwnCallView,
    RecordedCallList,
    RecordedCallView,
)
from store.queries import calls


async def list_calls(connection: AsyncConnection, by: Person, limit: int) -> CallList:
    """Return the calls that await *by*."""
    found = await calls.calls_awaiting(connection, by.id, limit)
    return CallList(items=[OwnCallView.model_validate(each) for each in found])


async def list_calls_of_appeal(connection: AsyncConnection, by: Person, appeal: UUID) -> RecordedCallList:
    """Return all calls about the appeal. Raises NotFound where *by* may not see it."""
    line = await visible_appeal(connection, by, appeal)
    found = await calls.calls_of_appeal(connection, line.id)
    return RecordedCallList(items=[RecordedCallView.model_validate(each) for each in found])


async def acknowledge_call(ctx: CommandContext, connection: AsyncConnection, call: UUID) -> CallView:
    """Record that the person who is called has acknowledged it. It moves no clock. Raises NotFound."""
    found = await calls.acknowledge_call(connection, call, ctx.by.id, ctx.dependencies.clock())
    if found is None:
        raise NotFound
    return CallView.model_validate(found)


async def count_calls(connection: AsyncConnection, by: Person) -> CallCounts:
    """Return how many calls await *by*, by threshold."""
    return CallCounts(**await calls.count_calls_awaiting(connection, by.id))
