"""Feedback of applicants on closed appeals, shown to those who work on them and added up for overseers."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from application.access_scope import EXTERNAL_ROLES, oversight_of, visible_appeal
from application.context import CommandContext
from domain.errors import Forbidden, NotAllowedInStatus
from domain.identity.people import Person, Role
from domain.state.appeal import Status
from schemas.http.requests.appeals import FeedbackSummaryParams, NewFeedback
from schemas.http.responses.citizen import (
    FeedbackPage,
    FeedbackSummary,
    FeedbackSummaryItem,
    FeedbackView,
)
from store.appeals import personal_data
from store.database.new_ids import new_id
from store.queries import feedback
from store.queries.feedback import FeedbackFilter

APPLICANT_CHANNEL = frozenset({Role.CITIZEN, Role.INTEGRATOR, Role.CLERK})


async def add_feedback(
    ctx: CommandContext, connection: AsyncConnection, appeal: UUID, body: NewFeedback
) -> FeedbackView:
    """Store the applicant's feedback on the last closing; later feedback on it replaces this.

    It comes from the applicant, through their channel or on paper at the counter. Raises Forbidden for other
    staff, and NotAllowedInStatus while the appeal is not closed.
    """
    if ctx.by.role not in APPLICANT_CHANNEL:
        raise Forbidden(role=ctx.by.role)
    line = await visible_appeal(connection, ctx.by, appeal)
    if line.status != Status.CLOSED:
        raise NotAllowedInStatus(verb="feedback", status=line.status)
    now = ctx.dependencies.clock()
    record = personal_data.FeedbackRecord(
        id=new_id(now),
        appeal=line.id,
        created_at=now,
        score=body.score,
        text=body.text,
        by_person=ctx.by.id,
        closing=line.reopenings + 1,
        organisation=line.organisation,
        region=line.region,
        topic=line.topic,
    )
    await personal_data.save_feedback(connection, record)
    return FeedbackView.model_validate(record)


async def list_feedback(connection: AsyncConnection, by: Person, appeal: UUID) -> FeedbackPage:
    """Return the feedback on an appeal, in order. Raises Forbidden for anyone but staff."""
    if by.role in EXTERNAL_ROLES:
        raise Forbidden(role=by.role)
    line = await visible_appeal(connection, by, appeal)
    found = await personal_data.feedback_on_appeal(connection, line.id)
    return FeedbackPage(items=[FeedbackView.model_validate(each) for each in found])


async def summarise_feedback(
    connection: AsyncConnection, by: Person, asked: FeedbackSummaryParams
) -> FeedbackSummary:
    """Return the scores that *by* oversees, added up by a key. Raises Forbidden for anyone but overseers."""
    overseen = oversight_of(by)
    within = FeedbackFilter(overseen.organisation, overseen.region)
    found = await feedback.feedback_totals(connection, asked.group_by, within)
    return FeedbackSummary(
        grouped_by=asked.group_by,
        items=[
            FeedbackSummaryItem(
                key=each.key, count=each.count, average_score=round(each.average, 2), by_score=each.by_score
            )
            for each in found
        ],
    )
