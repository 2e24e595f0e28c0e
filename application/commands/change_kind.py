"""Of which kind an appeal is treated and, where that is a complaint, against whom."""

from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi.responses import Response
from sqlalchemy.ext.asyncio import AsyncConnection

from api.command_endpoint import give_command
from api.dependencies import rules_of
from api.http.idempotency import Deed
from application.access_scope import appeal_for
from application.errors import wrong_field
from domain.commands import ChangeKind
from domain.errors import Missing, NotInLaw
from domain.law.applicable_law import Law, Procedure
from domain.law.rulebook import law_on
from domain.policy.plan import WORKER_OF, Step
from domain.policy.policy import Policy
from domain.policy.routing import plan_for, superior_of
from domain.state.appeal import Appeal
from schemas.http.requests.statutory import KindChange
from store.appeals import event_log
from store.database.engine import at_once


async def change_kind(deed: Deed, appeal_id: UUID, body: KindChange) -> Response:
    """Treat the appeal as one of another kind, by the rulebook of the day of its registration."""
    async with at_once(deed.needs.engine).connect() as connection:
        await appeal_for(connection, deed.by, appeal_id)
        appeal = await event_log.appeal(connection, appeal_id)
        if appeal is None:
            raise Missing
        zone = ZoneInfo(deed.needs.calendar.timezone)
        law = law_on(deed.needs.rulebooks, appeal.registered_at.astimezone(zone).date(), body.kind)
        if law is None:
            raise NotInLaw(kind=body.kind)
        command = await _treated(deed, connection, appeal, law, body.against)
    return await give_command(deed, appeal_id, command, body.text)


async def _treated(
    deed: Deed, connection: AsyncConnection, appeal: Appeal, law: Law, named: str | None
) -> ChangeKind:
    """Return the command, which says against whom a complaint is.

    Raises Trouble where it is none and a body is named, UnknownOrganisation where that is no such body.
    """
    if law.procedure is not Procedure.COMPLAINT:
        if named is not None:
            raise wrong_field("against", "wrong_value")
        return ChangeKind(deed.by, law, deed.id, against="")
    policy = await rules_of(deed.request).policy(connection)
    if named not in {None, appeal.group.organisation, appeal.considered_by.organisation}:
        policy.workers(str(named), WORKER_OF[Step.AGENCY], field="against")
    against = named or appeal.legal.against or _usual(appeal, policy, law)
    return ChangeKind(deed.by, law, deed.id, against, superior_of(policy, against))


def _usual(appeal: Appeal, policy: Policy, law: Law) -> str:
    """Return against whom a complaint is where nobody is named: at the counter, as if it were taken in so."""
    if appeal.step is not Step.RECEPTION:
        return appeal.considered_by.organisation
    planned = appeal.plan.at(Step.AGENCY)
    if planned is None:
        topic = policy.topic(appeal.topic)
        planned, *_ = plan_for(policy, topic, appeal.region, appeal.reception, law=law).steps
    return planned.group.organisation
