"""From a form filled in at the counter to everything that one intake writes."""

import os
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from application.errors import wrong_field
from application.intake.complaint import as_complaint
from domain import commands as c
from domain.decide.appeal import decide
from domain.decide.registration import Intake, check_settled, register
from domain.errors import Forbidden
from domain.evolve.appeal import record
from domain.identity.identifiers import CODE_BYTES, tracking_code
from domain.identity.people import Person, Role
from domain.identity.uuid7 import derive
from domain.law.answer_language import check_language
from domain.law.rulebook import Rulebook, law_on
from domain.policy.policy import Policy
from domain.policy.routing import plan_for
from domain.procedure.competence.danger import sent_on
from domain.procedure.competence.forward_complaint import ComplainedOf
from domain.worktime.working_calendar import Calendar, calendar_for
from schemas.http.requests.intake import Applicant as ApplicantBody
from schemas.http.requests.intake import NewAppeal
from schemas.wire.messages import Batch
from store.appeals.intake import Applicant, Attachment, Capacity, TakenIn, Text
from store.database.new_ids import new_id

DEMANDS = 1000  # where the ids of their texts begin: after those of all else
AT_THEIR_OWN = frozenset({Role.CLERK, Role.SUPERVISOR})
ANYWHERE = frozenset({Role.OPERATOR, Role.INTEGRATOR})


def check_counter(by: Person, reception: str) -> None:
    """Refuse somebody who may not take appeals in at this reception."""
    if by.role in ANYWHERE or (by.role in AT_THEIR_OWN and by.organisation == reception):
        return
    raise Forbidden(role=by.role, reception=reception)


def planned(  # noqa: PLR0913, PLR0917 - all that an appeal begins with
    body: NewAppeal,
    policy: Policy,
    calendar: Calendar,
    now: datetime,
    rulebooks: tuple[Rulebook, ...] = (),
    about: ComplainedOf | None = None,
) -> Intake:
    """Return what is to be registered, all but its number, under the law of the day of its registration.

    Raises a Refusal where policy or law know no such topic, region, reception, agency or kind.
    """
    if body.received_at is not None and body.received_at > now:
        raise wrong_field("received_at", "in_the_future")
    topic, received = policy.topic(body.topic), body.received_at or now
    region = policy.region(body.region).id
    carried = calendar_for(calendar, region, received)
    registered = carried.registered_at(received).astimezone(ZoneInfo(calendar.timezone))
    law = law_on(rulebooks, registered.date(), body.kind)
    if body.here_and_now is not None:
        check_settled(law, body.danger)
        check_language(body.here_and_now.text, body.language, law, field="here_and_now.text")
    appeal = new_id(now)
    against = about.body if about else None
    intake = Intake(
        appeal=appeal,
        number="",
        channel=body.channel,
        language=body.language,
        topic=topic.id,
        region=region,
        reception=body.reception,
        received_at=received,
        plan=plan_for(policy, topic, body.region, body.reception, body.agency, law, against),
        calendar=carried,
        demands=tuple(_demands(body, appeal, now)),
        anonymous=body.applicant is None,
    )
    return as_complaint(intake, about)


def _demands(body: NewAppeal, appeal: UUID, now: datetime) -> Iterator[UUID]:
    """Yield the ids of the texts of what is asked for; where nothing is told apart, the text as a whole."""
    if not body.demands:
        yield derive(appeal, 1, now)
    for place in range(len(body.demands)):
        yield derive(appeal, DEMANDS + place, now)


def taken_in(
    body: NewAppeal, by: Person, intake: Intake, now: datetime, settling: Person | None = None
) -> TakenIn:
    """Return all that the intake writes: facts, rows, papers.

    ``settling`` is who settles it here and now, if that is not who writes it down.
    """
    texts = [Text(derive(intake.appeal, 1, now), body.text, body.original, body.language)]
    texts += [
        Text(name, said, language=body.language)
        for name, said in zip(intake.demands, body.demands, strict=False)
    ]
    appeal, facts = record(None, register(intake), now, by)
    if body.danger is not None:
        appeal, more = record(appeal, sent_on(appeal, appeal.tasks[0], body.danger, now), now, by)
        facts = (*facts, *more)
    if body.here_and_now is not None:
        settled = body.here_and_now
        texts.append(Text(derive(intake.appeal, 2, now), settled.text, language=body.language))
        command = c.ResolveHereAndNow(
            settling or by, settled.outcome, settled.ground, texts[-1].id, settled.verdict
        )
        appeal, more = record(appeal, decide(appeal, command, now), now, by)
        facts = (*facts, *more)
    batch = Batch.of(appeal, facts)
    code = tracking_code(os.urandom(CODE_BYTES))
    return TakenIn(
        batch, code, tuple(texts), tuple(_applicants(body)), tuple(_attachments(body, intake, now))
    )


def _applicants(body: NewAppeal) -> Iterator[Applicant]:
    if body.applicant:
        yield applicant_of(Capacity.APPLICANT, body.applicant)
    if body.representative:
        yield applicant_of(Capacity.REPRESENTATIVE, body.representative)
    for each in body.group:
        yield applicant_of(Capacity.MEMBER, each)


def applicant_of(capacity: Capacity, body: ApplicantBody) -> Applicant:
    """Return *body* as it is kept."""
    contacts = body.contacts.model_dump(exclude_none=True)
    return Applicant(capacity, body.name, body.iin, body.category, contacts, body.bin, body.born)


def _attachments(body: NewAppeal, intake: Intake, now: datetime) -> Iterator[Attachment]:
    for place, each in enumerate(body.attachments, 3):
        yield Attachment(
            derive(intake.appeal, place, now), each.name, each.reference, each.media_type, each.size
        )
