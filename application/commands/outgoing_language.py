"""The door through which texts leave to the applicant: it is the last place where they are seen."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from domain.law.answer_language import STATE_LANGUAGE, check_answer_language
from domain.state.task import Purpose
from domain.text.languages import detect_with_certainty
from schemas.http.requests.tasks import TaskCommandBody
from store.appeals import event_log
from store.queries import TaskRecord


async def check_outgoing_language(
    connection: AsyncConnection, task: TaskRecord, body: TaskCommandBody
) -> None:
    """Refuse what would leave to the applicant in a language that is not theirs."""
    if body.free_text and body.sent_to_applicant and task.purpose == Purpose.WORK:
        await _check_text_language(connection, task.appeal, body.free_text)


async def _check_text_language(connection: AsyncConnection, appeal: UUID, text: str) -> None:
    if detect_with_certainty(text) in (None, STATE_LANGUAGE):
        return  # and nobody has to ask whose it is
    told = await event_log.load_appeal(connection, appeal)
    if told is not None:
        check_answer_language(text, told.language, told.plan.law)
