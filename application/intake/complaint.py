"""Complaints: the appeal that one contests, read from that appeal's events."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from application.errors import UseCaseError, invalid_field
from domain.events import Registered
from domain.law.vocabulary import Procedure
from domain.procedure.competence import forward_complaint
from domain.procedure.competence.forward_complaint import ComplaintTarget
from schemas.http.requests.intake import NewAppealBody
from store.appeals import event_log


async def resolve_contested_appeal(
    connection: AsyncConnection, body: NewAppealBody, now: datetime
) -> ComplaintTarget | None:
    """Return what *body* contests, if it names an appeal. Raises UseCaseError if that does not exist."""
    if body.complaint_about is None:
        return None
    facts = await event_log.facts_of_appeal(connection, body.complaint_about)
    if not facts:
        raise UseCaseError("unknown_appeal", errors=[("complaint_about", "invalid_value")])
    return forward_complaint.complaint_target(facts, body.received_at or now)


def with_complaint(intake: Registered, contested: ComplaintTarget | None) -> Registered:
    """Return *intake* with what it contests, where the law treats it as a complaint.

    Raises UseCaseError where it names a contested appeal and is no complaint. A late one is not refused.
    """
    if intake.law.procedure is not Procedure.COMPLAINT:
        if contested is not None:
            raise invalid_field("complaint_about", "invalid_value")
        return intake
    against = replace(intake, complaint_against=intake.plan.steps[0].group.organisation)
    if contested is None:
        return against
    return replace(
        against,
        complaint_about=contested.appeal,
        barred=contested.barred,
        complaint_late=contested.complaint_late,
    )
