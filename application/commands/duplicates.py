"""What comes again: earlier appeals of the same applicant, and whether one is what a command takes it for."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from api.http.idempotency import IdempotentRequest
from application.access_scope import restrict_appeal_filter, visible_appeal
from application.errors import ApiError
from domain import commands as c
from domain.commands import AttachToFile, ReturnToApplicant
from domain.errors import NotFound
from domain.events import Fact, ReturnedToApplicant
from domain.identity.people import Person
from domain.law.vocabulary import ReturnGround
from domain.state.task import Outcome
from domain.text.name_matching import skeleton
from schemas.http.responses.views import DuplicateAppeal
from store import queries
from store.appeals import event_log, personal_data
from store.queries import AppealFilter, AppealRecord

MAX_DUPLICATES = 100


async def list_duplicates(
    connection: AsyncConnection, by: Person, line: AppealRecord
) -> list[DuplicateAppeal]:
    """Return the applicant's earlier appeals with the same text, as far as *by* may see them."""
    asked = restrict_appeal_filter(by, AppealFilter(applicant_of=line.id))
    earlier = await queries.appeal_page(connection, asked, before=line.id, limit=MAX_DUPLICATES)
    texts = await personal_data.texts_by_id(connection, [line.text, *(each.text for each in earlier)])
    own = skeleton(texts.get(line.text, ""))
    return [
        DuplicateAppeal.model_validate(each) for each in earlier if skeleton(texts.get(each.text, "")) == own
    ]


async def check_earlier_appeal(
    deed: IdempotentRequest, connection: AsyncConnection, appeal: UUID, command: c.PersonCommand
) -> None:
    """Refuse a command that names an earlier appeal which is not there, or not one of the kind it needs."""
    match command:
        case ReturnToApplicant(identical_to=UUID() as earlier) if earlier != appeal:
            await _check_earlier_conditions(deed, connection, appeal, earlier, "identical_to")
        case AttachToFile(target_appeal=earlier) if earlier != appeal:
            await _check_earlier_conditions(deed, connection, appeal, earlier, "into")
        case _:
            pass


async def _check_earlier_conditions(
    deed: IdempotentRequest, connection: AsyncConnection, appeal: UUID, earlier: UUID, field: str
) -> None:
    errors = [(field, "invalid_value")]
    try:
        found = await visible_appeal(connection, deed.by, earlier)
    except NotFound as error:
        raise ApiError("unknown_appeal", errors=errors) from error
    state = await event_log.load_appeal(connection, appeal)
    if state is None or state.plan.law is None or state.legal.danger:
        return  # the rules themselves refuse it
    same = await queries.is_same_applicant(connection, appeal, earlier)
    here = found.organisation == state.group.organisation
    rule, ended = "return_identical", found.outcome == Outcome.TERMINATED
    if field == "into":
        rule, ended = (
            "attached",
            _was_returned_as_repeat(await event_log.facts_of_appeal(connection, earlier), found),
        )
    if not (same and here and ended):
        facts = {"article": state.law.article_of(rule)}
        raise ApiError("appeal_not_identical", errors=errors, facts=facts)


def _was_returned_as_repeat(life: Sequence[Fact], line: AppealRecord) -> bool:
    """Tell whether the appeal was returned, and for saying what had been said before."""
    returned = [fact.event for fact in life if isinstance(fact.event, ReturnedToApplicant)]
    return line.outcome == Outcome.RETURNED and returned[-1].ground is ReturnGround.IDENTICAL
