"""Preparation of a command: its references are checked, and data that its rules need is added."""

from dataclasses import dataclass, replace
from typing import TypeVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from application.access_scope import check_may_see_task, visible_appeal
from application.commands.applicant_rights import recusal_command, representative_command
from application.commands.change_kind import change_kind_command
from application.commands.corrections import applicant_command, region_command, topic_command
from application.commands.duplicates import check_identical_appeal
from application.commands.immediate_notification import store_proof, with_stated_notification
from application.commands.late_records import store_reason, with_stated_date
from application.commands.outgoing_language import check_outgoing_language
from application.commands.references import (
    check_group_has_role,
    check_works_in,
    is_external_receiver,
    merge_target,
    remittal_date,
    superior_of,
)
from application.context import CommandContext
from application.errors import StaleTaskVersion
from application.presenters.tasks import present_task
from domain import commands as c
from domain.identity.people import Group
from domain.policy.plan import ROLE_OF_STEP, Step
from schemas.http.requests.command_body import AppealCommandBody, TaskCommandBody
from schemas.http.requests.corrections import CorrectApplicantBody, CorrectRegionBody, CorrectTopicBody
from schemas.http.requests.statutory import ChangeKindBody, ChangeRepresentativeBody, RequestRecusalBody
from store.appeals import event_log, personal_data
from store.queries import TaskRecord

PreparableCommand = TypeVar("PreparableCommand", bound=c.PersonCommand)
AnyAppealBody = (
    AppealCommandBody
    | ChangeKindBody
    | RequestRecusalBody
    | ChangeRepresentativeBody
    | CorrectApplicantBody
    | CorrectTopicBody
    | CorrectRegionBody
)


@dataclass(frozen=True, slots=True)
class PreparedTaskCommand:
    """A command that is ready for the workflow, with its task as it was read.

    With *task_version* it is carried out only while the task has that version.
    """

    task: TaskRecord
    command: c.TaskCommand
    task_version: int | None = None


@dataclass(frozen=True, slots=True)
class PreparedAppealCommand:
    """A command on an appeal as a whole that is ready for the workflow."""

    appeal: UUID
    number: str
    command: c.AppealCommand


async def prepare_task_command(
    ctx: CommandContext,
    connection: AsyncConnection,
    task: TaskRecord | None,
    body: TaskCommandBody,
    expected_versions: tuple[int, ...] | None = None,
) -> PreparedTaskCommand:
    """Return the command on *task* that *body* asks for; its free text is stored.

    Raises NotFound where the person may not see the task, StaleTaskVersion where it has none of
    *expected_versions*, and a Refusal or UseCaseError where *body* names what does not exist.
    """
    task = await check_may_see_task(connection, ctx.by, task)
    version = await _version_to_find(ctx, connection, task, expected_versions)
    text = ctx.command_id if body.free_text else None
    stated = with_stated_date(ctx, body.to_command(ctx.by, task.id, text), body)
    asked = with_stated_notification(ctx, task, stated, body)
    command = await prepare(ctx, connection, task.appeal, asked)
    await check_outgoing_language(connection, task, body)
    await _store_text(ctx, connection, task.appeal, body.free_text)
    await store_proof(ctx, connection, task.appeal, body)
    await store_reason(ctx, connection, task.appeal, body)
    return PreparedTaskCommand(task, command, version)


async def prepare_appeal_command(
    ctx: CommandContext, connection: AsyncConnection, appeal_id: UUID, body: AnyAppealBody
) -> PreparedAppealCommand:
    """Return the command on the appeal that *body* asks for; its free text is stored.

    Raises NotFound where the person may not see the appeal, and a Refusal or UseCaseError where *body*
    names what does not exist.
    """
    appeal = await visible_appeal(connection, ctx.by, appeal_id)
    text = ctx.command_id if body.text else None
    match body:
        case ChangeKindBody():
            command: c.AppealCommand = await change_kind_command(ctx, connection, appeal.id, body)
        case RequestRecusalBody():
            command = await recusal_command(ctx, connection, appeal, body)
        case ChangeRepresentativeBody():
            command = representative_command(ctx, body)
        case CorrectApplicantBody():
            command = await applicant_command(ctx, connection, appeal.id, body)
        case CorrectTopicBody():
            command = await topic_command(ctx, connection, appeal, body)
        case CorrectRegionBody():
            command = await region_command(ctx, connection, appeal, body)
        case _:
            command = with_stated_date(ctx, body.to_command(ctx.by, text), body)
    prepared = await prepare(ctx, connection, appeal.id, command)
    await _store_text(ctx, connection, appeal.id, body.text)
    await store_reason(ctx, connection, appeal.id, body)
    return PreparedAppealCommand(appeal.id, appeal.number, prepared)


async def prepare(
    ctx: CommandContext, connection: AsyncConnection, appeal: UUID, command: PreparableCommand
) -> PreparableCommand:
    """Return *command* with what its rules need from the policy and from other appeals.

    Raises a Refusal or UseCaseError where it names an organisation, a person or an appeal that does not
    exist, or that cannot play that part.
    """
    match command:
        case c.Refer(step=step, to_organisation=str(to)):
            await check_group_has_role(ctx, connection, Group(to, ROLE_OF_STEP[step]))
            return replace(command, superior=await superior_of(ctx, connection, to))
        case c.OpenSideTask(step=step, to_organisation=str(to)):
            await check_group_has_role(ctx, connection, Group(to, ROLE_OF_STEP[step]))
        case c.Redirect(to_organisation=to):
            outside = await is_external_receiver(ctx, connection, to)
            superior = await superior_of(ctx, connection, to)
            command = replace(command, superior=superior, is_external=outside)
        case c.SplitOff(to_organisation=to):
            await check_group_has_role(ctx, connection, Group(to, ROLE_OF_STEP[Step.AGENCY]))
            return replace(command, superior=await superior_of(ctx, connection, to))
        case c.Reassign(group=group, holder=holder):
            await check_group_has_role(ctx, connection, group, "organisation")
            await check_works_in(connection, holder, group)
            return replace(command, superior=await superior_of(ctx, connection, group.organisation))
        case c.ReturnToApplicant(identical_to=UUID() as earlier) if earlier != appeal:
            await check_identical_appeal(ctx, connection, appeal, earlier, "identical_to")
        case c.AttachToFile(target_appeal=earlier) if earlier != appeal:
            await check_identical_appeal(ctx, connection, appeal, earlier, "into")
        case c.Reopen():
            return replace(command, remitted_at=await remittal_date(ctx, connection, appeal))
        case c.Merge(target_appeal=into):
            target = await merge_target(ctx, connection, appeal, into)
            return replace(
                command, covers_all_applicants=target.covers_all_applicants, target_number=target.number
            )
        case _:
            pass
    return command


async def _version_to_find(
    ctx: CommandContext, connection: AsyncConnection, task: TaskRecord, expected: tuple[int, ...] | None
) -> int | None:
    """Return the one version that the workflow has to find, None where any will do.

    Raises StaleTaskVersion where the task has none of the *expected* ones, unless this very command
    has changed it.
    """
    if expected is None:
        return None
    if task.version in expected:
        return task.version if len(expected) == 1 else None
    if await event_log.is_command_handled(connection, task.appeal, ctx.command_id):
        return None
    raise StaleTaskVersion(await present_task(connection, ctx.by, task, ctx.decision_presenter))


async def _store_text(
    ctx: CommandContext, connection: AsyncConnection, appeal: UUID, text: str | None
) -> None:
    if text:
        await personal_data.save_text(connection, appeal, ctx.command_id, text, by_person=ctx.by.id)
