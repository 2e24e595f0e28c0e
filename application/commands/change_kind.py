"""The legal kind of an appeal and, where that is a complaint, the body complained of."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from application.context import CommandContext
from application.errors import invalid_field
from domain.commands import ChangeKind
from domain.errors import NotFound
from domain.law.applicable_law import Law, LegalTerm
from domain.law.rule_ids import RuleId
from domain.law.rulebook import Rulebook, applicable_law_on
from domain.law.vocabulary import Procedure
from domain.policy.plan import ROLE_OF_STEP, Step
from domain.policy.policy import Policy
from domain.policy.routing import plan_for, policy_superior_of
from domain.state.appeal import Appeal
from schemas.http.requests.statutory import ChangeKindBody
from store.appeals import event_log


async def change_kind_command(
    ctx: CommandContext, connection: AsyncConnection, appeal_id: UUID, body: ChangeKindBody
) -> ChangeKind:
    """Return the command, with the law of the new kind from the rulebook of the day of registration.

    Raises NotProvidedByLaw where that rulebook has no such kind, UseCaseError where a body is named and
    the kind is no complaint, and UnknownOrganisation where it is not a body that may be complained of.
    """
    appeal = await event_log.load_appeal(connection, appeal_id)
    if appeal is None:
        raise NotFound
    zone = ZoneInfo(ctx.dependencies.calendar.timezone)
    registered = appeal.origin.registered_at.astimezone(zone).date()
    policy = await ctx.dependencies.policy_cache.policy(connection)
    rulebooks = ctx.dependencies.rulebooks
    law = applicable_law_on(rulebooks, registered, body.kind).completed_by(
        _own_rules(appeal, rulebooks, registered)
    )
    named = body.complaint_against
    if law.procedure is not Procedure.COMPLAINT:
        if named is not None:
            raise invalid_field("complaint_against")
        return ChangeKind(ctx.by, law, ctx.command_id, complaint_against="")
    if named not in {None, appeal.group.organisation, appeal.considering_body.organisation}:
        policy.group_for_role(str(named), ROLE_OF_STEP[Step.AGENCY], field="complaint_against")
    against = named or appeal.legal.complaint.against or _default_contested_body(appeal, policy, law)
    return ChangeKind(ctx.by, law, ctx.command_id, against, policy_superior_of(policy, against))


def _own_rules(appeal: Appeal, rulebooks: tuple[Rulebook, ...], registered: date) -> Iterator[LegalTerm]:
    """Yield the rules that the policy added to the law of *appeal* at its registration."""
    law = applicable_law_on(rulebooks, registered, appeal.law.kind or None)
    yield from (each for each in appeal.law.rules if not law.has_rule(RuleId(each.rule_id)))


def _default_contested_body(appeal: Appeal, policy: Policy, law: Law) -> str:
    """Return the body that has the appeal; at the reception, the one that the topic is for."""
    if appeal.step is not Step.RECEPTION:
        return appeal.considering_body.organisation
    planned = appeal.plan.find_step(Step.AGENCY)
    if planned is None:
        topic = policy.topic(appeal.origin.topic)
        planned, *_ = plan_for(policy, topic, appeal.origin.region, appeal.origin.reception, law=law).steps
    return planned.group.organisation
