"""Complaints: what one is about, read from the life of the appeal complained of."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from application.errors import ApiError, invalid_field
from domain.decide.registration import Intake
from domain.law.applicable_law import Procedure
from domain.procedure.competence import forward_complaint
from domain.procedure.competence.forward_complaint import ComplaintTarget
from schemas.http.requests.intake import NewAppealBody
from store.appeals import event_log


async def resolve_contested_appeal(
    connection: AsyncConnection, body: NewAppealBody, now: datetime
) -> ComplaintTarget | None:
    """Return what *body* complains of, if it names an appeal. Raises Trouble where there is no such one."""
    if body.complaint_about is None:
        return None
    facts = await event_log.facts_of_appeal(connection, body.complaint_about)
    if not facts:
        raise ApiError("unknown_appeal", errors=[("complaint_about", "invalid_value")])
    return forward_complaint.complaint_target(facts, body.received_at or now)


def with_complaint(intake: Intake, about: ComplaintTarget | None) -> Intake:
    """Return *intake* with what it complains of, where the law takes it for a complaint.

    Raises Trouble where it is none and complains all the same. That it comes late is no reason to refuse it.
    """
    law = intake.plan.law
    if law is None or law.procedure is not Procedure.COMPLAINT:
        if about is not None:
            raise invalid_field("complaint_about", "invalid_value")
        return intake
    against = replace(intake, against=intake.plan.steps[0].group.organisation)
    if about is None:
        return against
    return replace(against, about=about.appeal, barred=about.barred, late=about.complaint_late)
