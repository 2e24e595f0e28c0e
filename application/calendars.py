"""Changing the calendar: what it would do, doing it, and how far it has come."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

import structlog
from fastapi.responses import JSONResponse, Response
from sqlalchemy.ext.asyncio import AsyncConnection

from api.http.idempotency import Deed
from application import pagination
from application.dependencies import Needs
from domain.commands import ChangeCalendar
from domain.decide.handle import obey
from domain.errors import CalendarNotInForce, Missing
from domain.events import CalendarChanged
from domain.identity.people import Person
from domain.law.rulebook import in_force
from domain.state.appeal import Appeal
from domain.worktime.calendar_amendment import DayChange, amended
from domain.worktime.working_calendar import Calendar, calendar_for
from schemas.http.calendars import (
    AppealMove,
    CalendarLine,
    CalendarView,
    ChangeBody,
    Counts,
    DayView,
    MovedView,
    Preview,
    PreviewBody,
    ProgressView,
    SourceView,
)
from schemas.wire.calendar_change import ChangeStart
from store.appeals import event_log
from store.database.engine import at_once
from store.database.errors import Overtaken
from store.reference import calendars
from store.reference.calendars import Kept
from workflows.client import Unavailable

log = structlog.get_logger()

MOST = 500  # appeals reckoned for one page, however few of them move: half a second or so
CHUNK = 50
FIRST = UUID(int=0)
MOVED_DAYS = "moved_days"


async def preview(needs: Needs, by: Person, asked: PreviewBody) -> Preview:
    """Return which open appeals move, from when to when, and how many of those reckoned so far."""
    now, days = needs.clock(), asked.changes()
    async with at_once(needs.engine).connect() as connection:
        base = await calendars.in_force(connection, needs.calendar)
        after = _amended(needs, base, days, now)
        question: Mapping[str, object] = {"base": base.version, "days": days}
        if asked.cursor is None:
            place, before = FIRST, Counts(open=await calendars.count_concerned(connection, base.version))
        else:
            place, before = _place(question, asked.cursor)
        ahead = await calendars.concerned(connection, base.version, place, MOST + 1)
        looked_at: list[AppealMove] = []
        items: list[AppealMove] = []
        async for each in _moves(connection, ahead[:MOST], ChangeCalendar(by, after), now):
            looked_at.append(each)
            items += [each] if each.moved else []
            if len(items) == asked.limit:
                break
    counts = _counted(before, looked_at)
    more = len(ahead) > len(looked_at)
    return Preview(
        base=base.version,
        version=after.version,
        counts=counts,
        items=items,
        next=pagination.write(question, str(looked_at[-1].id), counts.model_dump_json()) if more else None,
    )


async def order(deed: Deed, body: ChangeBody) -> Response:
    """Make the change: from now on new appeals carry it, and those that are open are told of it."""
    answer = await deed.once(lambda connection: _kept(deed, connection, body))
    version = json.loads(bytes(answer.body))["version"]
    try:
        await deed.needs.changes.start(ChangeStart(version=version, per_second=body.per_second))
    except Unavailable:  # a worker begins what nobody has begun
        log.warning("calendar change begins later", calendar=version)
    return answer


async def versions(needs: Needs) -> list[CalendarLine]:
    """Return all versions of the calendar, the newest first."""
    async with at_once(needs.engine).connect() as connection:
        base = await calendars.in_force(connection, needs.calendar)
        found = await calendars.known(connection, needs.calendar.version)
    return [CalendarLine(**_line(each, base)) for each in found]


async def version(needs: Needs, name: str) -> CalendarView:
    """Return one version, and how far it has come. Raises Missing where there is none of this name."""
    async with at_once(needs.engine).connect() as connection:
        kept = await calendars.one(connection, name)
        if kept is None:
            raise Missing
        base = await calendars.in_force(connection, needs.calendar)
        left = await calendars.left(connection, name) if kept.base else 0
    return CalendarView(**_whole(kept, base), left=left, progress=await _progress(needs, kept))


def _amended(needs: Needs, base: Calendar, days: tuple[DayChange, ...], now: datetime) -> Calendar:
    """Return *base* with these *days* changed; what cannot be is refused by the law on moved days."""
    rule = in_force(needs.rulebooks, base.day(now)).rule(MOVED_DAYS) if needs.rulebooks else None
    return amended(base, days, needs.policy.regions, now, rule.citation.article if rule else "")


async def _kept(deed: Deed, connection: AsyncConnection, body: ChangeBody) -> Response:
    base = await calendars.in_force(connection, deed.needs.calendar)
    if body.base != base.version:
        raise CalendarNotInForce(version=body.base, in_force=base.version)
    change = body.change()
    after = _amended(deed.needs, base, change.days, deed.needs.clock())
    try:
        await calendars.keep(connection, after, base.version, change, deed.by)
    except Overtaken as error:
        raise CalendarNotInForce(version=body.base, in_force=after.version) from error
    kept = await calendars.one(connection, after.version)
    if kept is None:
        raise LookupError("a calendar vanished while it was kept")
    view = CalendarView(
        **_whole(kept, after), left=await calendars.left(connection, after.version), progress=None
    )
    return JSONResponse(view.model_dump(mode="json"), 201, {"Location": f"/v1/calendars/{after.version}"})


async def _moves(
    connection: AsyncConnection, some: Sequence[UUID], command: ChangeCalendar, now: datetime
) -> AsyncIterator[AppealMove]:
    """Yield each of *some* appeals with what would move; others get their turn between."""
    for start in range(0, len(some), CHUNK):
        for appeal in await event_log.appeals(connection, some[start : start + CHUNK]):
            yield _move(appeal, command, now)
            await asyncio.sleep(0)


def _move(appeal: Appeal, command: ChangeCalendar, now: datetime) -> AppealMove:
    views: list[MovedView] = []
    if not appeal.is_closed:  # nor was it a moment ago
        own = calendar_for(command.calendar, appeal.region, appeal.received_at)
        _, facts = obey(appeal, ChangeCalendar(command.by, own), now)
        said = [fact.event for fact in facts]
        moved = [each for event in said if isinstance(event, CalendarChanged) for each in event.moved]
        views = [MovedView.model_validate(each) for each in moved]
    return AppealMove(id=appeal.id, number=appeal.number, region=appeal.region, moved=views)


def _counted(before: Counts, moves: Sequence[AppealMove]) -> Counts:
    """Return the counts *before* with these appeals among them."""
    clocks = [each.moved for each in moves]
    return Counts(
        open=before.open,
        reckoned=before.reckoned + len(moves),
        moving=before.moving + sum(map(bool, clocks)),
        earlier=before.earlier + sum(any(one.new_due < one.old_due for one in each) for each in clocks),
        later=before.later + sum(any(one.new_due > one.old_due for one in each) for each in clocks),
        breached=before.breached + sum(any(one.breached for one in each) for each in clocks),
    )


def _place(question: Mapping[str, object], cursor: str) -> tuple[UUID, Counts]:
    """Return after which appeal the page begins, and what was counted before."""
    try:
        place, counts = pagination.read(question, cursor)
        return UUID(place), Counts.model_validate_json(counts)
    except ValueError as error:
        raise pagination.wrong() from error


def _line(kept: Kept, in_force: Calendar) -> dict[str, object]:
    return {
        "version": kept.calendar.version,
        "in_force": kept.calendar.version == in_force.version,
        "base": kept.base,
        "at": kept.at,
        "source": SourceView.model_validate(kept.change.source) if kept.change else None,
        "days": [DayView.model_validate(each) for each in kept.change.days] if kept.change else [],
    }


def _whole(kept: Kept, in_force: Calendar) -> dict[str, object]:
    named = set(CalendarView.model_fields) & set(Calendar.__slots__)
    return {
        **{name: getattr(kept.calendar, name) for name in named},
        **_line(kept, in_force),
        "ordered_by": kept.by.id if kept.by else None,
    }


async def _progress(needs: Needs, kept: Kept) -> ProgressView | None:
    try:
        told = await needs.changes.progress(kept.calendar.version) if kept.base else None
    except Unavailable:
        return None
    return ProgressView.model_validate(told) if told else None
