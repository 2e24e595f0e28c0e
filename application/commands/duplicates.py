"""What comes again: earlier appeals of the same applicant, and whether one is what a command takes it for."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from api.http.idempotency import Deed
from application.access_scope import appeal_for, within_list
from application.errors import Trouble
from domain import commands as c
from domain.commands import Attach, ReturnToApplicant
from domain.errors import Missing
from domain.events import Fact, ReturnedToApplicant
from domain.identity.people import Person
from domain.law.vocabulary import ReturnGround
from domain.state.task import Outcome
from domain.text.name_matching import skeleton
from schemas.http.responses.views import Twin
from store import queries
from store.appeals import event_log, personal_data
from store.queries import AppealFilter, AppealLine

MOST = 100


async def twins(connection: AsyncConnection, by: Person, line: AppealLine) -> list[Twin]:
    """Return the applicant's earlier appeals with the same text, as far as *by* may see them."""
    asked = within_list(by, AppealFilter(applicant_of=line.id))
    earlier = await queries.appeals(connection, asked, before=line.id, limit=MOST)
    texts = await personal_data.texts(connection, [line.text, *(each.text for each in earlier)])
    own = skeleton(texts.get(line.text, ""))
    return [Twin.model_validate(each) for each in earlier if skeleton(texts.get(each.text, "")) == own]


async def check_earlier(
    deed: Deed, connection: AsyncConnection, appeal: UUID, command: c.PersonCommand
) -> None:
    """Refuse a command that names an earlier appeal which is not there, or not one of the kind it needs."""
    match command:
        case ReturnToApplicant(earlier=UUID() as earlier) if earlier != appeal:
            await _check(deed, connection, appeal, earlier, "earlier")
        case Attach(into=earlier) if earlier != appeal:
            await _check(deed, connection, appeal, earlier, "into")
        case _:
            pass


async def _check(deed: Deed, connection: AsyncConnection, appeal: UUID, earlier: UUID, field: str) -> None:
    errors = [(field, "wrong_value")]
    try:
        found = await appeal_for(connection, deed.by, earlier)
    except Missing as error:
        raise Trouble("unknown_appeal", errors=errors) from error
    state = await event_log.appeal(connection, appeal)
    if state is None or state.plan.law is None or state.legal.danger:
        return  # the rules themselves refuse it
    same = await queries.same_applicant(connection, appeal, earlier)
    here = found.organisation == state.group.organisation
    rule, ended = "return_identical", found.outcome == Outcome.TERMINATED
    if field == "into":
        rule, ended = "attached", _repeats(await event_log.facts(connection, earlier), found)
    if not (same and here and ended):
        facts = {"article": state.law.article(rule)}
        raise Trouble("wrong_earlier", errors=errors, facts=facts)


def _repeats(life: Sequence[Fact], line: AppealLine) -> bool:
    """Tell whether the appeal was returned, and for saying what had been said before."""
    returned = [fact.event for fact in life if isinstance(fact.event, ReturnedToApplicant)]
    return line.outcome == Outcome.RETURNED and returned[-1].ground is ReturnGround.IDENTICAL
