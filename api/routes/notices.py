"""What applicants are to be told, for those who deliver it: a gateway of SMS or mail, an operator."""

from typing import Annotated

from fastapi import APIRouter, Query, Request

from api.auth import Caller, Deps
from api.dependencies import notice_text_renderer_of
from application import notices
from schemas.http.responses.notices import NoticeFeedParams, NoticePage
from store.database.engine import autocommit

router = APIRouter(prefix="/v1/notices", tags=["notices"])


@router.get("")
async def list_notices(
    request: Request, needs: Deps, by: Caller, asked: Annotated[NoticeFeedParams, Query()]
) -> NoticePage:
    """Read on what applicants are to be told; each notice at least once, also if you ask again."""
    async with autocommit(needs.engine).connect() as connection:
        teller = await notice_text_renderer_of(request, connection)
        return await notices.list_notices(connection, teller, by, asked)
