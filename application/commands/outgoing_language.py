"""Language check for text sent to the applicant."""

from sqlalchemy.ext.asyncio import AsyncConnection

from domain.country.languages import STATE_LANGUAGE, detect_with_certainty
from domain.law.answer_language import check_answer_language
from domain.state.task import Purpose
from schemas.http.requests.command_body import TaskCommandBody
from store.appeals import event_log
from store.queries import TaskRecord


async def check_outgoing_language(
    connection: AsyncConnection, task: TaskRecord, body: TaskCommandBody
) -> None:
    """Raise LanguageNotAllowed where a text to the applicant is surely in another language than theirs."""
    if not (body.free_text and body.sent_to_applicant and task.purpose == Purpose.WORK):
        return
    if detect_with_certainty(body.free_text) in (None, STATE_LANGUAGE):
        return  # without a look at the appeal
    appeal = await event_log.load_appeal(connection, task.appeal)
    if appeal is not None:
        check_answer_language(body.free_text, appeal.origin.language, appeal.law)
