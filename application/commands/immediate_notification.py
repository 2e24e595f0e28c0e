"""Notification stated in the command that decides: the applicant was informed by means that are known."""

from dataclasses import replace
from hashlib import sha256
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from application.context import CommandContext, command_id_from
from application.errors import invalid_field
from domain import commands as c
from domain.law.vocabulary import Notification
from schemas.http.requests.command_body import TaskCommandBody
from schemas.http.requests.decision import NotifiedBody, NotifyingBody
from store.appeals import personal_data
from store.queries import TaskRecord

NotifyingCommand = c.Complete | c.ReturnToApplicant | c.AnnouncePreliminaryDecision


def with_stated_notification(
    ctx: CommandContext, task: TaskRecord, command: c.TaskCommand, body: TaskCommandBody
) -> c.TaskCommand:
    """Return *command* with the notification that *body* states, if any.

    Raises UseCaseError where its moment is in the future, or before the task was opened.
    """
    if not (isinstance(body, NotifyingBody) and body.notified and isinstance(command, NotifyingCommand)):
        return command
    stated = body.notified
    if stated.at is not None and stated.at > ctx.dependencies.clock():
        raise invalid_field("notified.at", "in_the_future")
    if stated.at is not None and stated.at < task.opened_at:
        raise invalid_field("notified.at", "invalid_value")
    notification = Notification(stated.means, _proof_id(ctx), stated.at)
    return replace(command, notification=notification)


async def store_proof(
    ctx: CommandContext, connection: AsyncConnection, appeal: UUID, body: TaskCommandBody
) -> None:
    """Store the proof of delivery that *body* states, if any; a second time changes nothing."""
    if isinstance(body, NotifyingBody) and body.notified:
        await _save(ctx, connection, appeal, body.notified)


async def _save(ctx: CommandContext, connection: AsyncConnection, appeal: UUID, stated: NotifiedBody) -> None:
    await personal_data.save_text(connection, appeal, _proof_id(ctx), stated.proof, by_person=ctx.by.id)


def _proof_id(ctx: CommandContext) -> UUID:
    """Return the id of the proof, which is the same at every attempt."""
    return command_id_from(sha256(ctx.command_id.bytes + b"proof").digest())
