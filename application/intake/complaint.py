"""Complaints: what one is about, read from the life of the appeal complained of."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from application.errors import Trouble, wrong_field
from domain.decide.registration import Intake
from domain.law.applicable_law import Procedure
from domain.procedure.competence import forward_complaint
from domain.procedure.competence.forward_complaint import ComplainedOf
from schemas.http.requests.intake import NewAppeal
from store.appeals import event_log


async def complained_of(connection: AsyncConnection, body: NewAppeal, now: datetime) -> ComplainedOf | None:
    """Return what *body* complains of, if it names an appeal. Raises Trouble where there is no such one."""
    if body.about is None:
        return None
    facts = await event_log.facts(connection, body.about)
    if not facts:
        raise Trouble("unknown_appeal", errors=[("about", "wrong_value")])
    return forward_complaint.complained_of(facts, body.received_at or now)


def as_complaint(intake: Intake, about: ComplainedOf | None) -> Intake:
    """Return *intake* with what it complains of, where the law takes it for a complaint.

    Raises Trouble where it is none and complains all the same. That it comes late is no reason to refuse it.
    """
    law = intake.plan.law
    if law is None or law.procedure is not Procedure.COMPLAINT:
        if about is not None:
            raise wrong_field("about", "wrong_value")
        return intake
    against = replace(intake, against=intake.plan.steps[0].group.organisation)
    if about is None:
        return against
    return replace(against, about=about.appeal, barred=about.barred, late=about.late)
