"""The calendar: what is in force, what a change would do, and changing it. For operators."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.auth import Operator, World
from api.dependencies import rules_of
from api.http.idempotency import Doing
from application import calendars
from domain.errors import Forbidden
from domain.identity.people import Role
from schemas.http.calendars import CalendarLine, CalendarView, ChangeBody, Preview, PreviewBody, Version

router = APIRouter(prefix="/v1/calendars", tags=["calendars"])


@router.get("")
async def list_calendars(needs: World, _by: Operator) -> list[CalendarLine]:
    """List the versions of the calendar, the newest first, with who ordered each and where it is written."""
    return await calendars.versions(needs)


@router.post("/preview")
async def preview_calendar(needs: World, by: Operator, body: PreviewBody) -> Preview:
    """See which open appeals a change would move, from when to when. Nothing is changed.

    Each page reckons some more, at most 500, and counts all that were reckoned up to its end. Read on with
    `next` until it is null, even where a page holds nobody: then the counts are those of all.
    """
    return await calendars.preview(needs, by, body)


@router.post("", status_code=201, response_model=CalendarView)
async def change_calendar(request: Request, body: ChangeBody, deed: Doing) -> Response:
    """Change the calendar in force: new appeals carry it at once, and every open one is told of it, once."""
    if deed.by.role is not Role.OPERATOR:
        raise Forbidden(role=deed.by.role)
    answer = await calendars.order(deed, body)
    rules_of(request).forget()
    return answer


@router.get("/{version}")
async def read_calendar(needs: World, _by: Operator, version: Version) -> CalendarView:
    """Read one version whole, and how many open appeals it has not reached yet."""
    return await calendars.version(needs, version)
