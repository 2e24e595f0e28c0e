"""Corrections of what was registered by mistake: the applicant's data, the topic, the region."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from application.context import CommandContext
from application.errors import invalid_field
from application.intake.build import stored_contacts
from domain.commands import CorrectApplicant, CorrectRegion, CorrectTopic
from domain.errors import NotFound
from domain.policy.routing import plan_for
from domain.state.appeal import Origin
from schemas.http.requests.corrections import CorrectApplicantBody, CorrectRegionBody, CorrectTopicBody
from store.appeals import corrections, event_log, personal_data
from store.appeals.corrections import Correction
from store.appeals.intake import ApplicantRecord


async def applicant_command(
    ctx: CommandContext, connection: AsyncConnection, appeal: UUID, body: CorrectApplicantBody
) -> CorrectApplicant:
    """Return the command, with the new values stored under its id; they do not travel with it.

    Raises UseCaseError where the appeal has no such applicant.
    """
    fields = await corrections.corrected_fields(connection, ctx.command_id)
    if fields is None:
        applicants = await personal_data.applicants_of_appeal(connection, appeal)
        if body.applicant >= len(applicants):
            raise invalid_field("applicant")
        changes = _changes(applicants[body.applicant], body)
        fields = tuple(changes)
        if changes:
            await corrections.save_correction(connection, _correction(ctx, appeal, body.applicant, changes))
    return CorrectApplicant(ctx.by, body.applicant, fields, ctx.command_id if body.text else None)


async def topic_command(
    ctx: CommandContext, connection: AsyncConnection, appeal: UUID, body: CorrectTopicBody
) -> CorrectTopic:
    """Return the command, with the plan of the topic. Raises a Refusal where the policy has none."""
    origin, policy = await _origin(connection, appeal), await ctx.dependencies.policy_cache.policy(connection)
    topic = policy.topic(body.topic)
    plan = plan_for(policy, topic, origin.region, origin.reception, body.agency)
    return CorrectTopic(ctx.by, topic.id, plan, ctx.command_id if body.text else None)


async def region_command(
    ctx: CommandContext, connection: AsyncConnection, appeal: UUID, body: CorrectRegionBody
) -> CorrectRegion:
    """Return the command, with the plan of the region. Raises a Refusal where the policy has none."""
    origin, policy = await _origin(connection, appeal), await ctx.dependencies.policy_cache.policy(connection)
    region = ctx.dependencies.region_history.resolve(body.region, policy.regions)
    plan = plan_for(policy, policy.topic(origin.topic), region.id, origin.reception, body.agency)
    return CorrectRegion(ctx.by, region.id, plan, ctx.command_id if body.text else None)


async def _origin(connection: AsyncConnection, appeal: UUID) -> Origin:
    known = await event_log.load_appeal(connection, appeal)
    if known is None:
        raise NotFound
    return known.origin


def _changes(applicant: ApplicantRecord, body: CorrectApplicantBody) -> dict[str, Any]:
    """Return the columns of *applicant* that *body* changes, with their new values."""
    stated: dict[str, Any] = body.stated_fields()
    contacts = stated.pop("contacts", None)
    if contacts is not None:
        merged = {**applicant.contacts, **contacts}
        stated["contacts"] = stored_contacts(
            {name: each for name, each in merged.items() if each is not None}
        )
    return {name: value for name, value in stated.items() if value != getattr(applicant, name)}


def _correction(ctx: CommandContext, appeal: UUID, position: int, changes: Mapping[str, Any]) -> Correction:
    return Correction(
        command=ctx.command_id,
        appeal=appeal,
        position=position,
        changes=changes,
        corrected_at=ctx.dependencies.clock(),
        by_person=ctx.by.id,
        by_organisation=ctx.by.organisation,
    )
