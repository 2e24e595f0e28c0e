"""The door through which texts leave to the applicant: it is the last place where they are seen."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from domain.law.answer_language import STATE, check_language
from domain.state.task import Purpose
from domain.text.languages import sure
from schemas.http.requests.tasks import TaskBody
from store.appeals import event_log
from store.queries import TaskLine


async def check_leaving(connection: AsyncConnection, task: TaskLine, body: TaskBody) -> None:
    """Refuse what would leave to the applicant in a language that is not theirs."""
    if body.writing and body.leaves and task.purpose == Purpose.WORK:
        await _check(connection, task.appeal, body.writing)


async def _check(connection: AsyncConnection, appeal: UUID, text: str) -> None:
    if sure(text) in (None, STATE):
        return  # and nobody has to ask whose it is
    told = await event_log.appeal(connection, appeal)
    if told is not None:
        check_language(text, told.language, told.plan.law)
