"""Corrections of what was registered by mistake: the applicant's data, the topic, the region."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from application.context import CommandContext
from application.errors import invalid_field
from application.intake.build import stored_contacts
from application.intake.topic_fields import check_topic_fields
from domain.commands import CorrectApplicant, CorrectRegion, CorrectTopic
from domain.policy.policy import Topic
from domain.policy.routing import plan_for
from domain.policy.topic_fields import FieldValue
from schemas.http.requests.corrections import CorrectApplicantBody, CorrectRegionBody, CorrectTopicBody
from store.appeals import corrections, personal_data
from store.appeals.corrections import Correction
from store.appeals.intake import ApplicantRecord
from store.queries import AppealRecord


async def applicant_command(
    ctx: CommandContext, connection: AsyncConnection, appeal: UUID, body: CorrectApplicantBody
) -> CorrectApplicant:
    """Return the command, with the new values stored under its id; they do not travel with it.

    Raises UseCaseError where the appeal has no such applicant.
    """
    changes = await corrections.stored_changes(connection, ctx.command_id)
    if changes is None:
        applicants = await personal_data.applicants_of_appeal(connection, appeal)
        if body.applicant >= len(applicants):
            raise invalid_field("applicant")
        changes = _changes(applicants[body.applicant], body)
        if changes:
            await corrections.save_correction(connection, _correction(ctx, appeal, body.applicant, changes))
    text = ctx.command_id if body.text else None
    return CorrectApplicant(ctx.by, body.applicant, tuple(changes), text)


async def topic_command(
    ctx: CommandContext, connection: AsyncConnection, appeal: AppealRecord, body: CorrectTopicBody
) -> CorrectTopic:
    """Return the command, with the plan of the topic; the values of its fields are stored under its id.

    Raises a Refusal where the policy has no such topic, UseCaseError where the fields are not those of it.
    """
    policy = await ctx.dependencies.policy_cache.policy(connection)
    topic = policy.topic(body.topic)
    plan = plan_for(policy, topic, appeal.region, appeal.reception, body.agency)
    fields = await _corrected_topic_fields(ctx, connection, appeal, topic, body.topic_fields)
    return CorrectTopic(ctx.by, topic.id, plan, fields, ctx.command_id if body.text else None)


async def region_command(
    ctx: CommandContext, connection: AsyncConnection, appeal: AppealRecord, body: CorrectRegionBody
) -> CorrectRegion:
    """Return the command, with the plan of the region. Raises a Refusal where the policy has none."""
    policy = await ctx.dependencies.policy_cache.policy(connection)
    region = ctx.dependencies.region_history.resolve(body.region, policy.regions)
    plan = plan_for(policy, policy.topic(appeal.topic), region.id, appeal.reception, body.agency)
    return CorrectRegion(ctx.by, region.id, plan, ctx.command_id if body.text else None)


async def _corrected_topic_fields(
    ctx: CommandContext,
    connection: AsyncConnection,
    appeal: AppealRecord,
    topic: Topic,
    stated: Mapping[str, FieldValue] | None,
) -> tuple[str, ...]:
    """Return the fields that change, with their values stored; by default *topic* keeps those that it has."""
    stored = await corrections.stored_changes(connection, ctx.command_id)
    if stored is None:
        names = {each.id for each in topic.fields}
        kept = {name: value for name, value in appeal.topic_fields.items() if name in names}
        values = kept if stated is None else dict(stated)
        check_topic_fields(topic, values)
        if values == appeal.topic_fields:
            return ()
        stored = {"topic_fields": values}
        await corrections.save_correction(connection, _correction(ctx, appeal.id, None, stored))
    before, after = appeal.topic_fields, stored["topic_fields"]
    return tuple(sorted(name for name in {*before, *after} if before.get(name) != after.get(name)))


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


def _correction(
    ctx: CommandContext, appeal: UUID, position: int | None, changes: Mapping[str, Any]
) -> Correction:
    return Correction(
        command=ctx.command_id,
        appeal=appeal,
        position=position,
        changes=changes,
        corrected_at=ctx.dependencies.clock(),
        by_person=ctx.by.id,
        by_organisation=ctx.by.organisation,
    )
