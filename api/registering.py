"""From a form filled in at the counter to everything that one intake writes."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime

from api.problems import wrong_field
from domain import commands as c
from domain.decide import decide, record
from domain.errors import Forbidden
from domain.ids import derive, uuid7
from domain.numbers import CODE_BYTES, tracking_code
from domain.people import Person, Role
from domain.policy import Policy
from domain.registration import Intake, register
from domain.routing import plan_for
from domain.summary import changed_tasks, summarise
from domain.workdays import Calendar
from schemas.intake import Applicant as ApplicantBody
from schemas.intake import NewAppeal
from schemas.messages import Batch, FactWire
from store.intake import Applicant, Attachment, Capacity, TakenIn, Text

AT_THEIR_OWN = frozenset({Role.CLERK, Role.SUPERVISOR})
ANYWHERE = frozenset({Role.OPERATOR, Role.INTEGRATOR})


def check_counter(by: Person, reception: str) -> None:
    """Refuse somebody who may not take appeals in at this reception."""
    if by.role in ANYWHERE or (by.role in AT_THEIR_OWN and by.organisation == reception):
        return
    raise Forbidden(role=by.role, reception=reception)


def planned(body: NewAppeal, by: Person, policy: Policy, calendar: Calendar, now: datetime) -> Intake:
    """Return what is to be registered, all but its number.

    Raises a Refusal where the policy knows no such topic, region, reception or agency.
    """
    check_counter(by, body.reception)
    if body.received_at is not None and body.received_at > now:
        raise wrong_field("received_at", "in_the_future")
    topic = policy.topic(body.topic)
    return Intake(
        appeal=uuid7(now, os.urandom(10)),
        number="",
        channel=body.channel,
        language=body.language,
        topic=topic.id,
        region=policy.region(body.region).id,
        reception=body.reception,
        received_at=body.received_at or now,
        plan=plan_for(policy, topic, body.region, body.reception, body.agency),
        calendar=calendar.since((body.received_at or now).astimezone(UTC).year),
    )


def taken_in(body: NewAppeal, by: Person, intake: Intake, now: datetime) -> TakenIn:
    """Return all that the intake writes: facts, rows, papers."""
    texts = [Text(derive(intake.appeal, 1, now), body.text, body.original, body.language)]
    appeal, facts = record(None, register(intake), now, by)
    if body.here_and_now is not None:
        settled = body.here_and_now
        texts.append(Text(derive(intake.appeal, 2, now), settled.text, language=body.language))
        command = c.ResolveHereAndNow(by, settled.outcome, settled.ground, texts[1].id)
        appeal, more = record(appeal, decide(appeal, command, now), now, by)
        facts = (*facts, *more)
    batch = Batch(
        appeal=intake.appeal,
        facts=tuple(map(FactWire.of, facts)),
        summary=summarise(appeal),
        tasks=changed_tasks(appeal, 0),
    )
    code = tracking_code(os.urandom(CODE_BYTES))
    return TakenIn(
        batch, code, tuple(texts), tuple(_applicants(body)), tuple(_attachments(body, intake, now))
    )


def _applicants(body: NewAppeal) -> Iterator[Applicant]:
    if body.applicant:
        yield _applicant(Capacity.APPLICANT, body.applicant)
    if body.representative:
        yield _applicant(Capacity.REPRESENTATIVE, body.representative)
    for each in body.group:
        yield _applicant(Capacity.MEMBER, each)


def _applicant(capacity: Capacity, body: ApplicantBody) -> Applicant:
    contacts = body.contacts.model_dump(exclude_none=True)
    return Applicant(capacity, body.name, body.iin, body.category, contacts)


def _attachments(body: NewAppeal, intake: Intake, now: datetime) -> Iterator[Attachment]:
    for place, each in enumerate(body.attachments, 3):
        yield Attachment(
            derive(intake.appeal, place, now), each.name, each.reference, each.media_type, each.size
        )
