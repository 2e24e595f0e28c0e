"""Changing the calendar: what it would do, doing it, and how far it has come."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

import structlog
from fastapi.responses import JSONResponse, Response
from sqlalchemy.ext.asyncio import AsyncConnection

from api.http.idempotency import IdempotentRequest
from application import pagination
from application.dependencies import Dependencies
from domain.commands import ChangeCalendar
from domain.decide.handle import handle
from domain.errors import CalendarNotInForce, NotFound
from domain.events import CalendarChanged, ClockShift
from domain.identity.people import Person
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
from workflows.client import WorkflowServiceUnavailable

log = structlog.get_logger()

MAX_APPEALS_PER_PAGE = 500  # appeals reckoned for one page, however few of them move: half a second or so
CHUNK_SIZE = 50
FIRST_APPEAL_ID = UUID(int=0)
MOVED_DAYS_RULE = "moved_days"


async def preview_calendar_change(
    needs: Dependencies, by: Person, asked: AmendmentPreviewBody
) -> AmendmentPreview:
    """Return which open appeals move, from when to when, and how many of those reckoned so far."""
    now, days = needs.clock(), asked.day_changes()
    async with autocommit(needs.engine).connect() as connection:
        base = await calendars.calendar_in_force(connection, needs.calendar)
        after = _amended_calendar(needs, base, days, now)
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


async def change_calendar(deed: IdempotentRequest, body: CalendarAmendmentBody) -> Response:
    """Make the change: from now on new appeals carry it, and those that are open are told of it."""
    answer = await deed.run_in_transaction(lambda connection: _store_calendar_change(deed, connection, body))
    version = json.loads(bytes(answer.body))["version"]
    try:
        await deed.dependencies.calendar_rollout_client.start_rollout(
            RolloutStart(version=version, appeals_per_second=body.appeals_per_second)
        )
    except WorkflowServiceUnavailable:  # a worker begins what nobody has begun
        log.warning("calendar_change_deferred", calendar=version)
    return answer


async def list_calendar_versions(needs: Dependencies) -> list[CalendarVersionListItemView]:
    """Return all versions of the calendar, the newest first."""
    async with autocommit(needs.engine).connect() as connection:
        base = await calendars.calendar_in_force(connection, needs.calendar)
        found = await calendars.calendar_versions(connection, needs.calendar.version)
    return [CalendarVersionListItemView(**_list_item_fields(each, base)) for each in found]


async def read_calendar_version(needs: Dependencies, name: str) -> CalendarVersionView:
    """Return one version, and how far it has come. Raises Missing where there is none of this name."""
    async with autocommit(needs.engine).connect() as connection:
        kept = await calendars.calendar_version(connection, name)
        if kept is None:
            raise NotFound
        base = await calendars.calendar_in_force(connection, needs.calendar)
        left = await calendars.outdated_appeal_count(connection, name) if kept.base else 0
    return CalendarVersionView(
        **_view_fields(kept, base), pending_appeals=left, progress=await _rollout_progress(needs, kept)
    )


def _amended_calendar(
    needs: Dependencies, base: Calendar, days: tuple[DayAmendment, ...], now: datetime
) -> Calendar:
    """Return *base* with these *days* changed; what cannot be is refused by the law on moved days."""
    rule = (
        rulebook_in_force(needs.rulebooks, base.local_date(now)).rule(MOVED_DAYS_RULE)
        if needs.rulebooks
        else None
    )
    return amend(base, days, needs.policy.regions, now, rule.citation.article if rule else "")


async def _store_calendar_change(
    deed: IdempotentRequest, connection: AsyncConnection, body: CalendarAmendmentBody
) -> Response:
    base = await calendars.calendar_in_force(connection, deed.dependencies.calendar)
    if body.base_version != base.version:
        raise CalendarNotInForce(version=body.base_version, in_force=base.version)
    change = body.calendar_amendment()
    after = _amended_calendar(deed.dependencies, base, change.days, deed.dependencies.clock())
    try:
        await calendars.save_version(connection, after, base.version, change, deed.by)
    except StaleVersion as error:
        raise CalendarNotInForce(version=body.base_version, in_force=after.version) from error
    kept = await calendars.calendar_version(connection, after.version)
    if kept is None:
        raise LookupError("a calendar vanished while it was kept")
    view = CalendarVersionView(
        **_view_fields(kept, after),
        pending_appeals=await calendars.outdated_appeal_count(connection, after.version),
        progress=None,
    )
    return JSONResponse(view.model_dump(mode="json"), 201, {"Location": f"/v1/calendars/{after.version}"})


async def _appeal_moves(
    connection: AsyncConnection, some: Sequence[UUID], command: ChangeCalendar, now: datetime
) -> AsyncIterator[AffectedAppeal]:
    """Yield each of *some* appeals with what would move; others get their turn between."""
    for start in range(0, len(some), CHUNK_SIZE):
        for appeal in await event_log.load_appeals(connection, some[start : start + CHUNK_SIZE]):
            yield _appeal_move(appeal, command, now)
            await asyncio.sleep(0)


def _appeal_move(appeal: Appeal, command: ChangeCalendar, now: datetime) -> AffectedAppeal:
    views: list[ClockMove] = []
    if not appeal.is_closed:  # nor was it a moment ago
        own = calendar_for_appeal(command.calendar, appeal.region, appeal.received_at)
        _, facts = handle(appeal, ChangeCalendar(command.by, own), now)
        said = [fact.event for fact in facts]
        moved = [each for event in said if isinstance(event, CalendarChanged) for each in event.shifts]
        views = [_present_move(each) for each in moved]
    return AffectedAppeal(id=appeal.id, number=appeal.number, region=appeal.region, clocks=views)


def _add_to_counts(before: AmendmentCounts, moves: Sequence[AffectedAppeal]) -> AmendmentCounts:
    """Return the counts *before* with these appeals among them."""
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
    """Return after which appeal the page begins, and what was counted before."""
    try:
        place, counts = pagination.decode_cursor(question, cursor)
        return UUID(place), AmendmentCounts.model_validate_json(counts)
    except ValueError as error:
        raise pagination.invalid_cursor() from error


def _list_item_fields(kept: CalendarVersion, in_force: Calendar) -> dict[str, object]:
    return {
        "version": kept.calendar.version,
        "in_force": kept.calendar.version == in_force.version,
        "base_version": kept.base,
        "created_at": kept.recorded_at,
        "source": _present_source(kept.change.source) if kept.change else None,
        "days": [_present_day(each) for each in kept.change.days] if kept.change else [],
    }


def _view_fields(kept: CalendarVersion, in_force: Calendar) -> dict[str, object]:
    calendar = kept.calendar
    return {
        **_list_item_fields(kept, in_force),
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
        "changed_by": kept.changed_by.id if kept.changed_by else None,
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
        breached=move.was_breached,
    )


async def _rollout_progress(needs: Dependencies, kept: CalendarVersion) -> RolloutProgressView | None:
    try:
        told = (
            await needs.calendar_rollout_client.rollout_progress(kept.calendar.version) if kept.base else None
        )
    except WorkflowServiceUnavailable:
        return None
    if told is None:
        return None
    return RolloutProgressView(
        applied=told.notified,
        remaining=told.remaining,
        passes=told.rounds,
        retrying=list(told.unreachable),
        superseded=told.superseded,
    )
