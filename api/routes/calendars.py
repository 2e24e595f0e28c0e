"""The calendar: what is in force, what a change would do, and changing it. For operators."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.auth import Deps, Operator
from api.dependencies import policy_cache_of
from api.http.idempotency import StaffRequest
from application import calendars
from domain.errors import Forbidden
from domain.identity.people import Role
from schemas.http.calendars import (
    AmendmentPreview,
    AmendmentPreviewBody,
    CalendarAmendmentBody,
    CalendarVersionPage,
    CalendarVersionView,
    Version,
)

router = APIRouter(prefix="/v1/calendars", tags=["calendars"])


@router.get("")
async def list_calendars(needs: Deps, _by: Operator) -> CalendarVersionPage:
    """List the versions of the calendar, the newest first, with who ordered each and where it is written."""
    return CalendarVersionPage(items=await calendars.list_calendar_versions(needs))


@router.post("/preview")
async def preview_calendar_amendment(
    needs: Deps, by: Operator, body: AmendmentPreviewBody
) -> AmendmentPreview:
    """See which open appeals a change would move, from when to when. Nothing is changed.

    Each page reckons some more, at most 500, and counts all that were reckoned up to its end. Read on with
    `next_cursor` until it is null, even where a page holds nobody: then the counts are those of all.
    """
    return await calendars.preview_calendar_change(needs, by, body)


@router.post("", status_code=201, response_model=CalendarVersionView)
async def amend_calendar(request: Request, body: CalendarAmendmentBody, deed: StaffRequest) -> Response:
    """Change the calendar in force: new appeals carry it at once, and every open one is told of it, once."""
    if deed.by.role is not Role.OPERATOR:
        raise Forbidden(role=deed.by.role)
    answer = await calendars.change_calendar(deed, body)
    policy_cache_of(request).invalidate()
    return answer


@router.get("/{version}")
async def read_calendar(needs: Deps, _by: Operator, version: Version) -> CalendarVersionView:
    """Read one version whole, and how many open appeals it has not reached yet."""
    return await calendars.read_calendar_version(needs, version)
