"""The door through which texts leave to the applicant: it is the last place where they are seen."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from domain.answers import STATE, check_language
from domain.events import Registered
from domain.language import sure
from domain.tasks import Purpose
from schemas.bodies import TaskBody
from store import history
from store.queries import TaskLine


async def check_leaving(connection: AsyncConnection, task: TaskLine, body: TaskBody) -> None:
    """Refuse what would leave to the applicant in a language that is not theirs."""
    if body.writing and body.leaves and task.purpose == Purpose.WORK:
        await _check(connection, task.appeal, body.writing)


async def _check(connection: AsyncConnection, appeal: UUID, text: str) -> None:
    if sure(text) in (None, STATE):
        return  # and nobody has to ask whose it is
    for fact in (await history.facts(connection, appeal))[:1]:
        if isinstance(fact.event, Registered):
            check_language(text, fact.event.language, fact.event.plan.law)
