"""Take-over of an appeal from another system, with its past; or its dry run, which writes nothing."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise

from sqlalchemy.ext.asyncio import AsyncConnection

from application.context import CommandContext
from application.errors import invalid_field
from application.intake.build import build_applicants, build_attachments, plan_intake, source_record
from application.intake.register import AlreadyRegistered, already_registered, with_region_code
from application.intake.warnings import intake_warnings
from domain.decide.alarms import next_alarm
from domain.events import Registered
from domain.identity.identifiers import CODE_BYTES, TalonNumber, tracking_code
from domain.identity.people import Group
from domain.identity.uuid7 import derive_id
from domain.policy.plan import ROLE_OF_STEP
from domain.policy.policy import Policy
from domain.procedure.takeover import Past, PastEnd, PastWait, PastWork, take_over
from domain.state.appeal import Appeal
from schemas.http.requests.takeover import AwaitedOfApplicant, TakeoverBody
from schemas.http.responses.takeover import TakeoverView
from schemas.wire.messages import CommandBatch
from store.appeals import intake
from store.appeals.intake import IntakeAggregate, TextRecord
from store.database.errors import SourceRegistered
from store.idempotency import IdempotencyKey, StoredResponse
from store.reference import people

PAST_TEXT = 2  # the place of the question or answer among the ids derived from the appeal's


@dataclass(frozen=True, slots=True)
class TakeoverWrite:
    """The key under which the view is stored together with the appeal, and the form in which it is."""

    key: IdempotencyKey
    serialise: Callable[[TakeoverView], StoredResponse]


async def take_over_appeal(
    ctx: CommandContext,
    connection: AsyncConnection,
    body: TakeoverBody,
    write: TakeoverWrite,
    *,
    dry_run: bool,
) -> TakeoverView:
    """Take over an appeal and return where it stands; in a *dry_run* nothing is written.

    Raises a Refusal or UseCaseError where it cannot be taken over, AlreadyRegistered where the key was used.
    """
    dependencies, now = ctx.dependencies, ctx.dependencies.clock()
    policy = await dependencies.policy_cache.policy(connection)
    calendar = await dependencies.policy_cache.calendar(connection)
    _check_moments(body, now)
    body = with_region_code(body, policy, dependencies.region_history)
    registered = plan_intake(body, policy, calendar, now, dependencies.rulebooks)
    past = _past(body, registered, policy, now)
    await _check_holder(connection, registered, past.work)
    today = now.astimezone(dependencies.catalogs.timezone).date()
    warnings = intake_warnings(body, today)
    number = await _number(connection, write.key, body, today.year, dry_run=dry_run)
    appeal, facts = take_over(replace(registered, number=number), past, now, ctx.by)
    view = _present(appeal).model_copy(update={"warnings": warnings})
    if dry_run:
        return view.model_copy(update={"id": None, "number": None})
    aggregate = IntakeAggregate(
        CommandBatch.from_facts(appeal, facts),
        tracking_code(os.urandom(CODE_BYTES)),
        tuple(_texts(body, registered, now)),
        tuple(build_applicants(body)),
        tuple(build_attachments(body, registered, now)),
        receiver=ctx.by.id,
        source=source_record(body),
    )
    await _save(connection, write, aggregate, view)
    return view


async def _number(
    connection: AsyncConnection, key: IdempotencyKey, body: TakeoverBody, year: int, *, dry_run: bool
) -> str:
    """Return the number of the talon; none in a dry run. Raises UseCaseError if it was taken over before."""
    source = source_record(body)
    try:
        if dry_run:
            await intake.check_source_is_new(connection, source)
            return ""
        number = await intake.draw_talon_number(connection, key, year, source)
    except SourceRegistered as error:
        raise already_registered(error) from error
    if not isinstance(number, TalonNumber):
        raise AlreadyRegistered(number)
    return str(number)


async def _save(
    connection: AsyncConnection, write: TakeoverWrite, aggregate: IntakeAggregate, view: TakeoverView
) -> None:
    response = write.serialise(view)
    try:
        stored = await intake.save_intake(connection, write.key, aggregate, response)
    except SourceRegistered as error:
        raise already_registered(error) from error
    if stored is not response:
        raise AlreadyRegistered(stored)


def _check_moments(body: TakeoverBody, now: datetime) -> None:
    """Raise UseCaseError about the first moment that is before the one it follows, or in the future."""
    work, wait, end = body.work, body.wait, body.end
    moments = [
        ("received_at", body.received_at),
        ("work.since", work.since),
        ("work.held_since", work.held_since),
        ("wait.since", wait.since if wait else None),
        ("end.at", end.at if end else None),
    ]
    stated = [(field, at) for field, at in moments if at is not None]
    for (_, before), (field, at) in pairwise(stated):
        if at < before:
            raise invalid_field(field, "out_of_order")
    last_field, last = stated[-1]
    if last > now:
        raise invalid_field(last_field, "in_the_future")


def _past(body: TakeoverBody, registered: Registered, policy: Policy, now: datetime) -> Past:
    """Return the past that *body* states. Raises a Refusal or UseCaseError for one that cannot be."""
    work, wait, end = body.work, body.wait, body.end
    role, text = ROLE_OF_STEP[work.step], derive_id(registered.appeal, PAST_TEXT, now)
    group = policy.group_for_role(work.organisation, role, "work.organisation") if work.organisation else None
    if wait and wait.awaits is AwaitedOfApplicant.RECEIPT and registered.plan.receipt is None:
        raise invalid_field("wait.awaits")
    return Past(
        body.source.system,
        PastWork(work.step, work.since, group, work.holder, work.held_since),
        PastWait(wait.since, wait.awaits is AwaitedOfApplicant.RECEIPT, text if wait.text else None)
        if wait
        else None,
        PastEnd(end.outcome, end.at, end.ground, text if end.text else None, end.remedies_stated)
        if end
        else None,
    )


async def _check_holder(connection: AsyncConnection, registered: Registered, work: PastWork) -> None:
    """Raise UseCaseError where the holder is no active person of the group that has the appeal."""
    if work.holder is None:
        return
    group = work.group or registered.plan.default_receiver(work.step, None)
    found = (await people.employees(connection, [work.holder])).get(work.holder)
    if found is None or not found.active or Group(found.organisation, found.role) != group:
        raise invalid_field("work.holder")


def _texts(body: TakeoverBody, registered: Registered, now: datetime) -> Iterator[TextRecord]:
    """Yield the appeal's own text, its demands, and the question or answer of its past."""
    yield TextRecord(derive_id(registered.appeal, 1, now), body.text, body.original_text, body.language)
    for text_id, demand in zip(registered.demands, body.demands, strict=False):
        yield TextRecord(text_id, demand, language=body.language)
    written = (body.wait.text if body.wait else None) or (body.end.text if body.end else None)
    if written:
        yield TextRecord(derive_id(registered.appeal, PAST_TEXT, now), written, language=body.language)


def _present(appeal: Appeal) -> TakeoverView:
    task, alarm = appeal.main_task, next_alarm(appeal)
    return TakeoverView(
        id=appeal.id,
        number=appeal.number,
        status=appeal.status,
        step=appeal.step,
        organisation=appeal.group.organisation,
        holder=task.holder if task else None,
        outcome=appeal.progress.outcomes[-1] if appeal.is_closed else None,
        statutory_due_at=appeal.statute_due,
        task_due_at=appeal.task_due(task) if task else None,
        next_alarm_at=alarm.at if alarm else None,
        warnings=[],
    )
