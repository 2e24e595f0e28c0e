"""What applicants are to be told, for those who deliver it: a gateway of SMS or mail, an operator."""

from typing import Annotated

from fastapi import APIRouter, Query, Request

from api.auth import Caller, World
from api.dependencies import teller_of
from application import notices
from schemas.http.responses.notices import NoticePage, NoticeQuestion
from store.database.engine import at_once

router = APIRouter(prefix="/v1/notices", tags=["notices"])


@router.get("")
async def read_notices(
    request: Request, needs: World, by: Caller, asked: Annotated[NoticeQuestion, Query()]
) -> NoticePage:
    """Read on what applicants are to be told; each notice at least once, also if you ask again."""
    async with at_once(needs.engine).connect() as connection:
        teller = await teller_of(request, connection)
        return await notices.page(connection, teller, by, asked)
