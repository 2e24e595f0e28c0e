"""Feedback added up, for overseers."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.auth import Caller, Deps
from application.oversight import feedback
from schemas.http.requests.appeals import FeedbackSummaryParams
from schemas.http.responses.citizen import FeedbackSummary
from store.database.engine import autocommit

router = APIRouter(prefix="/v1/feedback", tags=["operations"])


@router.get("/summary")
async def summarise_feedback(
    dependencies: Deps, by: Caller, asked: Annotated[FeedbackSummaryParams, Query()]
) -> FeedbackSummary:
    """Add up the applicants' scores by organisation, region or topic, as far as you oversee them."""
    async with autocommit(dependencies.engine).connect() as connection:
        return await feedback.summarise_feedback(connection, by, asked)
