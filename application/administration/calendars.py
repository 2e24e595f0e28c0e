"""Amendments of the calendar: their preview, their recording and their rollout to open appeals."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from application import pagination
from application.context import CommandContext
from application.dependencies import Dependencies
from domain.commands import ChangeCalendar
from domain.decide.handle import handle
from domain.errors import CalendarNotInForce, Forbidden, NotFound
from domain.events import CalendarChanged, ClockShift
from domain.identity.people import Person, Role
from domain.law.rule_ids import RuleId
from domain.law.rulebook import rulebook_in_force
from domain.state.appeal import Appeal
from domain.worktime.calendar_amendment import AmendmentSource, DayAmendment, amend
from domain.worktime.working_calendar import Calendar, calendar_for_appeal
from schemas.http.calendars import (
    AffectedAppeal,
    AmendmentCounts,
    AmendmentPreview,
    AmendmentPreviewBody,
    AmendmentSourceView,
    CalendarAmendmentBody,
    CalendarVersionListItemView,
    CalendarVersionPage,
    CalendarVersionView,
    ClockMove,
    DayAmendmentView,
    RegionalDayOffView,
    RolloutProgressView,
)
from schemas.wire.calendar_change import RolloutStart
from store.appeals import event_log
from store.database.engine import autocommit
from store.database.errors import StaleVersion
from store.reference import calendars
from store.reference.calendars import CalendarVersion
from workflows.commands.errors import WorkflowServiceUnavailable

log = structlog.get_logger()

MAX_APPEALS_PER_PAGE = 500  # appeals evaluated for one page, however few move: about half a second
CHUNK_SIZE = 10
FIRST_APPEAL_ID = UUID(int=0)


async def preview_calendar_change(
    dependencies: Dependencies, by: Person, asked: AmendmentPreviewBody
) -> AmendmentPreview:
    """Return which open appeals would move, from when to when, and the counts so far."""
    now, days = dependencies.clock(), asked.day_changes()
    async with autocommit(dependencies.engine).connect() as connection:
        base = await calendars.calendar_in_force(connection, dependencies.calendar)
        after = _amended_calendar(dependencies, base, days, now)
        question: Mapping[str, object] = {"base": base.version, "days": days}
        if asked.cursor is None:
            place, before = (
                FIRST_APPEAL_ID,
                AmendmentCounts(open=await calendars.affected_appeal_count(connection, base.version)),
            )
        else:
            place, before = _position_of(question, asked.cursor)
        ahead = await calendars.affected_appeals(connection, base.version, place, MAX_APPEALS_PER_PAGE + 1)
        looked_at: list[AffectedAppeal] = []
        items: list[AffectedAppeal] = []
        async for each in _appeal_moves(
            connection, ahead[:MAX_APPEALS_PER_PAGE], ChangeCalendar(by, after), now
        ):
            looked_at.append(each)
            items += [each] if each.clocks else []
            if len(items) == asked.limit:
                break
    counts = _add_to_counts(before, looked_at)
    more = len(ahead) > len(looked_at)
    return AmendmentPreview(
        base_version=base.version,
        version=after.version,
        counts=counts,
        items=items,
        next_cursor=pagination.encode_cursor(question, str(looked_at[-1].id), counts.model_dump_json())
        if more
        else None,
    )


async def change_calendar(
    ctx: CommandContext, connection: AsyncConnection, body: CalendarAmendmentBody
) -> CalendarVersionView:
    """Record the amendment and return the new version: new appeals carry it from now on.

    Raises Forbidden for anyone but an operator, CalendarNotInForce where *body* amends another version.
    """
    if ctx.by.role is not Role.OPERATOR:
        raise Forbidden(role=ctx.by.role)
    dependencies = ctx.dependencies
    base = await calendars.calendar_in_force(connection, dependencies.calendar)
    if body.base_version != base.version:
        raise CalendarNotInForce(version=body.base_version, in_force=base.version)
    amendment = body.calendar_amendment()
    after = _amended_calendar(dependencies, base, amendment.days, dependencies.clock())
    try:
        await calendars.save_version(connection, after, base.version, amendment, ctx.by)
    except StaleVersion as error:
        raise CalendarNotInForce(version=body.base_version, in_force=after.version) from error
    version = await calendars.calendar_version(connection, after.version)
    if version is None:
        raise LookupError("a calendar vanished while it was recorded")
    return CalendarVersionView(
        **_view_fields(version, after),
        pending_appeals=await calendars.outdated_appeal_count(connection, after.version),
        progress=None,
    )


async def start_rollout(dependencies: Dependencies, version: str, body: CalendarAmendmentBody) -> None:
    """Have the committed *version* applied to all open appeals, and new appeals carry it at once."""
    dependencies.policy_cache.invalidate()
    try:
        await dependencies.calendar_rollout_client.start_rollout(
            RolloutStart(version=version, appeals_per_second=body.appeals_per_second)
        )
    except WorkflowServiceUnavailable:  # the worker starts every unfinished rollout
        log.warning("calendar_change_deferred", calendar=version)


async def list_calendar_versions(dependencies: Dependencies) -> CalendarVersionPage:
    """Return all versions of the calendar, the newest first."""
    async with autocommit(dependencies.engine).connect() as connection:
        base = await calendars.calendar_in_force(connection, dependencies.calendar)
        found = await calendars.calendar_versions(connection, dependencies.calendar.version)
    items = [CalendarVersionListItemView(**_list_item_fields(each, base)) for each in found]
    return CalendarVersionPage(items=items)


async def read_calendar_version(dependencies: Dependencies, name: str) -> CalendarVersionView:
    """Return one version and the progress of its rollout. Raises NotFound where there is none."""
    async with autocommit(dependencies.engine).connect() as connection:
        version = await calendars.calendar_version(connection, name)
        if version is None:
            raise NotFound
        base = await calendars.calendar_in_force(connection, dependencies.calendar)
        left = await calendars.outdated_appeal_count(connection, name) if version.base_version else 0
    return CalendarVersionView(
        **_view_fields(version, base),
        pending_appeals=left,
        progress=await _rollout_progress(dependencies, version),
    )


def _amended_calendar(
    dependencies: Dependencies, base: Calendar, days: tuple[DayAmendment, ...], now: datetime
) -> Calendar:
    """Return *base* with these *days* changed. Raises a Refusal under the law on moved days."""
    rule = (
        rulebook_in_force(dependencies.rulebooks, base.local_date(now)).rule(RuleId.MOVED_DAYS_OFF)
        if dependencies.rulebooks
        else None
    )
    return amend(base, days, dependencies.policy.regions, now, rule.citation.article if rule else "")


async def _appeal_moves(
    connection: AsyncConnection, some: Sequence[UUID], command: ChangeCalendar, now: datetime
) -> AsyncIterator[AffectedAppeal]:
    """Yield each of *some* appeals with the clocks that would move; the event loop runs in between."""
    for start in range(0, len(some), CHUNK_SIZE):
        for appeal in await event_log.load_appeals(connection, some[start : start + CHUNK_SIZE]):
            try:
                move = _appeal_move(appeal, command, now)
            except Exception as error:  # noqa: BLE001 - one damaged appeal does not stop the preview
                log.error("appeal_not_evaluated", appeal=str(appeal.id), reason=type(error).__name__)  # noqa: TRY400
            else:
                yield move
            await asyncio.sleep(0)


def _appeal_move(appeal: Appeal, command: ChangeCalendar, now: datetime) -> AffectedAppeal:
    views: list[ClockMove] = []
    if not appeal.is_closed:  # it may have closed since it was listed
        own = calendar_for_appeal(command.calendar, appeal.origin.region, appeal.origin.received_at)
        _, facts = handle(appeal, ChangeCalendar(command.by, own), now)
        events = [fact.event for fact in facts]
        moved = [each for event in events if isinstance(event, CalendarChanged) for each in event.clocks]
        views = [_present_move(each) for each in moved]
    return AffectedAppeal(id=appeal.id, number=appeal.number, region=appeal.origin.region, clocks=views)


def _add_to_counts(before: AmendmentCounts, moves: Sequence[AffectedAppeal]) -> AmendmentCounts:
    """Return the counts *before* plus those of these appeals."""
    clocks = [each.clocks for each in moves]
    return AmendmentCounts(
        open=before.open,
        evaluated=before.evaluated + len(moves),
        affected=before.affected + sum(map(bool, clocks)),
        earlier=before.earlier + sum(any(one.new_due_at < one.old_due_at for one in each) for each in clocks),
        later=before.later + sum(any(one.new_due_at > one.old_due_at for one in each) for each in clocks),
        breached=before.breached + sum(any(one.breached for one in each) for each in clocks),
    )


def _position_of(question: Mapping[str, object], cursor: str) -> tuple[UUID, AmendmentCounts]:
    """Return the appeal after which the page begins, and the counts before it."""
    try:
        place, counts = pagination.decode_cursor(question, cursor)
        return UUID(place), AmendmentCounts.model_validate_json(counts)
    except ValueError as error:
        raise pagination.invalid_cursor() from error


def _list_item_fields(version: CalendarVersion, in_force: Calendar) -> dict[str, object]:
    return {
        "version": version.calendar.version,
        "in_force": version.calendar.version == in_force.version,
        "base_version": version.base_version,
        "created_at": version.recorded_at,
        "source": _present_source(version.change.source) if version.change else None,
        "days": [_present_day(each) for each in version.change.days] if version.change else [],
    }


def _view_fields(version: CalendarVersion, in_force: Calendar) -> dict[str, object]:
    calendar = version.calendar
    return {
        **_list_item_fields(version, in_force),
        "timezone": calendar.timezone,
        "opens_at": calendar.opening_time,
        "closes_at": calendar.closing_time,
        "first_day": calendar.first_day,
        "last_day": calendar.last_day,
        "days_off": list(calendar.days_off),
        "extra_working_days": list(calendar.extra_working_days),
        "estimated_days_off": list(calendar.estimated_days_off),
        "regional_days_off": [
            RegionalDayOffView(region=each.region, date=each.day) for each in calendar.regional_days_off
        ],
        "changed_by": version.changed_by.id if version.changed_by else None,
    }


def _present_day(day: DayAmendment) -> DayAmendmentView:
    return DayAmendmentView(date=day.day, change=day.kind, name=day.name, region=day.region)


def _present_source(source: AmendmentSource) -> AmendmentSourceView:
    return AmendmentSourceView(issued_by=source.issued_by, reference=source.reference)


def _present_move(move: ClockShift) -> ClockMove:
    return ClockMove(
        clock=move.clock,
        task=move.task,
        old_due_at=move.old_due_at,
        new_due_at=move.new_due_at,
        breached=move.breached,
    )


async def _rollout_progress(
    dependencies: Dependencies, version: CalendarVersion
) -> RolloutProgressView | None:
    try:
        progress = (
            await dependencies.calendar_rollout_client.rollout_progress(version.calendar.version)
            if version.base_version
            else None
        )
    except WorkflowServiceUnavailable:
        return None
    if progress is None:
        return None
    return RolloutProgressView(
        applied=progress.notified,
        remaining=progress.remaining,
        passes=progress.rounds,
        retrying=list(progress.unreachable),
        superseded=progress.superseded,
    )
