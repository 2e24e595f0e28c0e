"""The calendar: the version in force, the preview of an amendment, and the amendment. For operators."""

import json

from fastapi import APIRouter
from fastapi.responses import Response

from api.auth import Deps, Operator
from api.http.idempotency import StaffRequest
from application.administration import calendars
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
async def list_calendars(dependencies: Deps, _by: Operator) -> CalendarVersionPage:
    """List the versions of the calendar, the newest first, with the source of each."""
    return await calendars.list_calendar_versions(dependencies)


@router.post("/preview")
async def preview_calendar_amendment(
    dependencies: Deps, by: Operator, body: AmendmentPreviewBody
) -> AmendmentPreview:
    """See which open appeals an amendment would move, from when to when. Nothing is changed.

    Each page evaluates at most 500 more appeals and counts all that were evaluated up to its end. Read on
    with `next_cursor` until it is null, even where a page is empty: then the counts are complete.
    """
    return await calendars.preview_calendar_change(dependencies, by, body)


@router.post("", status_code=201, response_model=CalendarVersionView)
async def amend_calendar(body: CalendarAmendmentBody, request: StaffRequest) -> Response:
    """Amend the calendar in force: new appeals carry it at once, and it is applied to every open one."""
    response = await request.run_in_transaction(
        lambda ctx, connection: calendars.change_calendar(ctx, connection, body),
        201,
        lambda view: f"/v1/calendars/{getattr(view, 'version')}",  # noqa: B009 - a view of a version
    )
    version = json.loads(bytes(response.body))["version"]
    await calendars.start_rollout(request.dependencies, version, body)
    return response


@router.get("/{version}")
async def read_calendar(dependencies: Deps, _by: Operator, version: Version) -> CalendarVersionView:
    """Read one version, and how many open appeals it has not been applied to."""
    return await calendars.read_calendar_version(dependencies, version)
