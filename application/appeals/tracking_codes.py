"""Tracking codes that applicants have lost."""

import os
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from application.access_scope import visible_appeal
from application.context import CommandContext
from application.errors import invalid_field
from domain.errors import Forbidden
from domain.identity.identifiers import CODE_BYTES, tracking_code
from domain.identity.people import Role
from schemas.http.responses.views import TrackingCodeView
from store.appeals import personal_data
from store.database.new_ids import new_id

COUNTER_ROLES = frozenset({Role.CLERK, Role.SUPERVISOR, Role.OPERATOR})


async def renew_tracking_code(
    ctx: CommandContext, connection: AsyncConnection, appeal: UUID
) -> TrackingCodeView:
    """Return a new tracking code of the appeal, and record who renewed it; the old one is void.

    Raises Forbidden for all but clerks, supervisors and operators, and UseCaseError for an anonymous appeal,
    whose applicant cannot be identified.
    """
    if ctx.by.role not in COUNTER_ROLES:
        raise Forbidden(role=ctx.by.role)
    line = await visible_appeal(connection, ctx.by, appeal)
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
