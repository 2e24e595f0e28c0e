"""Tracking codes that applicants have lost."""

import os
from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from application.access_scope import COUNTER_ROLES, visible_appeal
from application.context import CommandContext
from application.errors import invalid_field
from domain.errors import Forbidden, NotFound
from domain.identity.identifiers import CODE_BYTES, tracking_code
from schemas.http.responses.views import TrackingCodeView
from store import queries
from store.appeals import attended_views, personal_data
from store.database.new_ids import new_id
from store.queries import AppealRecord

VIEW_COUNTS_FOR = timedelta(hours=1)  # within one visit


async def renew_tracking_code(
    ctx: CommandContext, connection: AsyncConnection, appeal: UUID
) -> TrackingCodeView:
    """Return a new tracking code of the appeal, and record who renewed it; the old one is void.

    That of another reception is renewed after a view with the applicant present.

    Raises Forbidden for all but clerks, supervisors and operators, and UseCaseError for an anonymous appeal,
    whose applicant cannot be identified.
    """
    if ctx.by.role not in COUNTER_ROLES:
        raise Forbidden(role=ctx.by.role)
    line = await _appeal_at_counter(ctx, connection, appeal)
    if not await personal_data.applicants_of_appeal(connection, line.id):
        raise invalid_field("applicant_present", "applicant_required")
    code, now = tracking_code(os.urandom(CODE_BYTES)), ctx.dependencies.clock()
    renewal = personal_data.TrackingCodeRenewal(
        id=new_id(now),
        appeal=line.id,
        renewed_at=now,
        by_person=ctx.by.id,
        by_organisation=ctx.by.organisation,
    )
    await personal_data.renew_tracking_code(connection, line.id, code, renewal)
    return TrackingCodeView(number=line.number, tracking_code=code)


async def _appeal_at_counter(ctx: CommandContext, connection: AsyncConnection, appeal: UUID) -> AppealRecord:
    """Return the appeal that the person may see, or has just viewed with the applicant present."""
    try:
        return await visible_appeal(connection, ctx.by, appeal)
    except NotFound:
        since = ctx.dependencies.clock() - VIEW_COUNTS_FOR
        line = await queries.appeal_by(connection, id=appeal)
        if line is None or not await attended_views.has_viewed(connection, appeal, ctx.by.id, since):
            raise
        return line
