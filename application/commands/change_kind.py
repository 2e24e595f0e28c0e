"""Of which kind an appeal is treated and, where that is a complaint, against whom."""

from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi.responses import Response
from sqlalchemy.ext.asyncio import AsyncConnection

from api.command_endpoint import execute_appeal_command
from api.dependencies import policy_cache_of
from api.http.idempotency import IdempotentRequest
from application.access_scope import visible_appeal
from application.errors import invalid_field
from domain.commands import ChangeKind
from domain.errors import NotFound, NotProvidedByLaw
from domain.law.applicable_law import Law, Procedure
from domain.law.rulebook import applicable_law_on
from domain.policy.plan import ROLE_OF_STEP, Step
from domain.policy.policy import Policy
from domain.policy.routing import plan_for, policy_superior_of
from domain.state.appeal import Appeal
from schemas.http.requests.statutory import ChangeKindBody
from store.appeals import event_log
from store.database.engine import autocommit


async def change_kind(deed: IdempotentRequest, appeal_id: UUID, body: ChangeKindBody) -> Response:
    """Treat the appeal as one of another kind, by the rulebook of the day of its registration."""
    async with autocommit(deed.dependencies.engine).connect() as connection:
        await visible_appeal(connection, deed.by, appeal_id)
        appeal = await event_log.load_appeal(connection, appeal_id)
        if appeal is None:
            raise NotFound
        zone = ZoneInfo(deed.dependencies.calendar.timezone)
        law = applicable_law_on(
            deed.dependencies.rulebooks, appeal.registered_at.astimezone(zone).date(), body.kind
        )
        if law is None:
            raise NotProvidedByLaw(kind=body.kind)
        command = await _change_kind_command(deed, connection, appeal, law, body.complaint_against)
    return await execute_appeal_command(deed, appeal_id, command, body.text)


async def _change_kind_command(
    deed: IdempotentRequest, connection: AsyncConnection, appeal: Appeal, law: Law, named: str | None
) -> ChangeKind:
    """Return the command, which says against whom a complaint is.

    Raises Trouble where it is none and a body is named, UnknownOrganisation where that is no such body.
    """
    if law.procedure is not Procedure.COMPLAINT:
        if named is not None:
            raise invalid_field("complaint_against", "invalid_value")
        return ChangeKind(deed.by, law, deed.id, complaint_against="")
    policy = await policy_cache_of(deed.request).policy(connection)
    if named not in {None, appeal.group.organisation, appeal.considering_body.organisation}:
        policy.group_for_role(str(named), ROLE_OF_STEP[Step.AGENCY], field="complaint_against")
    against = named or appeal.legal.complaint_against or _default_contested_body(appeal, policy, law)
    return ChangeKind(deed.by, law, deed.id, against, policy_superior_of(policy, against))


def _default_contested_body(appeal: Appeal, policy: Policy, law: Law) -> str:
    """Return against whom a complaint is where nobody is named: at the counter, as if it were taken in so."""
    if appeal.step is not Step.RECEPTION:
        return appeal.considering_body.organisation
    planned = appeal.plan.find_step(Step.AGENCY)
    if planned is None:
        topic = policy.topic(appeal.topic)
        planned, *_ = plan_for(policy, topic, appeal.region, appeal.reception, law=law).steps
    return planned.group.organisation
