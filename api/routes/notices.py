"""Notices to applicants, for those who deliver them: a gateway of SMS or mail, an operator."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.auth import Caller, Deps
from api.dependencies import Reader
from application.appeals import notices
from schemas.http.responses.notices import NoticeFeedParams, NoticePage

router = APIRouter(prefix="/v1/notices", tags=["notices"])


@router.get("")
async def list_notices(
    dependencies: Deps, by: Caller, language: Reader, asked: Annotated[NoticeFeedParams, Query()]
) -> NoticePage:
    """Read the notices after a cursor; each is listed at least once, and again for the same cursor."""
    return await notices.list_notices(dependencies, by, language, asked)
