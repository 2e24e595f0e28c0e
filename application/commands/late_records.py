"""Acts that are recorded later than they happened: the date travels, its reason stays in the database."""

from dataclasses import replace
from hashlib import sha256
from typing import TypeVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from application.context import CommandContext, command_id_from
from domain import commands as c
from schemas.base import RequestBody
from schemas.http.requests.command_body import LateRecordBody
from store.appeals import personal_data

CommandT = TypeVar("CommandT", bound=c.PersonCommand)


def with_stated_date(ctx: CommandContext, command: CommandT, body: RequestBody) -> CommandT:
    """Return *command* with the date on which *body* states that it happened, if any."""
    if not (isinstance(body, LateRecordBody) and body.happened_on):
        return command
    happened_on = c.HappenedOn(body.happened_on.date, _reason_id(ctx))
    return replace(command, happened_on=happened_on)  # type: ignore[type-var]


async def store_reason(
    ctx: CommandContext, connection: AsyncConnection, appeal: UUID, body: RequestBody
) -> None:
    """Store why an act is recorded later, if it is; a second time changes nothing."""
    if isinstance(body, LateRecordBody) and body.happened_on:
        reason = body.happened_on.reason
        await personal_data.save_text(connection, appeal, _reason_id(ctx), reason, by_person=ctx.by.id)


def _reason_id(ctx: CommandContext) -> UUID:
    """Return the id of the reason, which is the same at every attempt."""
    return command_id_from(sha256(ctx.command_id.bytes + b"reason").digest())
