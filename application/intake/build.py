"""The parts of an intake: its plan, and all that it writes."""

import os
from collections.abc import Iterator, Mapping
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from application.errors import invalid_field
from application.intake.complaint import with_complaint
from application.intake.topic_fields import check_topic_fields
from domain import commands as c
from domain.decide.appeal import decide
from domain.decide.registration import check_resolvable_at_intake, late_registration, register
from domain.errors import Forbidden
from domain.events import Registered
from domain.evolve.appeal import record
from domain.identity.identifiers import CODE_BYTES, tracking_code
from domain.identity.people import Capacity, Person, Role
from domain.identity.uuid7 import derive_id
from domain.law.answer_language import check_answer_language
from domain.law.applicable_law import Law
from domain.law.rulebook import Rulebook, applicable_law_on
from domain.policy.policy import Policy
from domain.policy.routing import plan_for
from domain.procedure.competence.danger import redirect_for_danger
from domain.procedure.competence.forward_complaint import ComplaintTarget
from domain.rules.statute import first_statute_clock
from domain.worktime.working_calendar import Calendar, calendar_for_appeal
from schemas.http.requests.intake import ApplicantBody, NewAppealBody
from schemas.http.requests.phones import split_phone
from schemas.wire.messages import CommandBatch
from store.appeals.intake import (
    ApplicantRecord,
    AttachmentRecord,
    IntakeAggregate,
    SourceRecord,
    TextRecord,
)
from store.database.new_ids import new_id

DEMAND_ID_OFFSET = 1000  # derived ids below it belong to texts and attachments
OWN_RECEPTION_ROLES = frozenset({Role.CLERK, Role.SUPERVISOR})
ANY_RECEPTION_ROLES = frozenset({Role.OPERATOR, Role.INTEGRATOR})


def check_may_register_at(by: Person, reception: str) -> None:
    """Raise Forbidden unless *by* may register appeals at this reception."""
    if by.role in ANY_RECEPTION_ROLES or (by.role in OWN_RECEPTION_ROLES and by.organisation == reception):
        return
    raise Forbidden(role=by.role, reception=reception)


def plan_intake(  # noqa: PLR0913, PLR0917 - all that a registration depends on
    body: NewAppealBody,
    policy: Policy,
    calendar: Calendar,
    now: datetime,
    rulebooks: tuple[Rulebook, ...] = (),
    contested: ComplaintTarget | None = None,
) -> Registered:
    """Return the registration without its number, under the law in force on the day of registration.

    Raises a Refusal where policy or law have no such topic, region, reception, agency or kind.
    """
    if body.received_at is not None and body.received_at > now:
        raise invalid_field("received_at", "in_the_future")
    topic, received = policy.topic(body.topic), body.received_at or now
    check_topic_fields(topic, body.topic_fields)
    region = policy.region(body.region).id
    carried = calendar_for_appeal(calendar, region, received)
    registered_at = carried.registered_at(received)
    registered_on = registered_at.astimezone(ZoneInfo(calendar.timezone)).date()
    law = applicable_law_on(rulebooks, registered_on, body.kind).completed_by(policy.own_rules)
    _check_resolution(body, law)
    appeal = new_id(now)
    against = contested.complaint_against if contested else None
    plan = plan_for(policy, topic, body.region, body.reception, body.agency, law, against)
    intake = Registered(
        appeal=appeal,
        number="",
        channel=body.channel,
        language=body.language,
        topic=topic.id,
        region=region,
        reception=body.reception,
        received_at=received,
        registered_at=registered_at,
        plan=plan,
        statute_clock=first_statute_clock(plan, law, received, registered_at),
        calendar=carried,
        law=law,
        demands=tuple(_demand_ids(body, appeal, now)),
        anonymous=body.applicant is None,
    )
    return with_complaint(intake, contested)


def _check_resolution(body: NewAppealBody, law: Law) -> None:
    """Refuse a resolution at intake, or its language, that the *law* does not allow."""
    if body.intake_resolution is not None:
        check_resolvable_at_intake(law, body.danger)
        check_answer_language(body.intake_resolution.text, body.language, law, field="intake_resolution.text")


def _demand_ids(body: NewAppealBody, appeal: UUID, now: datetime) -> Iterator[UUID]:
    """Yield the text id of each demand; without separate demands, that of the whole text."""
    if not body.demands:
        yield derive_id(appeal, 1, now)
    for place in range(len(body.demands)):
        yield derive_id(appeal, DEMAND_ID_OFFSET + place, now)


def build_intake(
    body: NewAppealBody, by: Person, intake: Registered, now: datetime, settled_by: Person | None = None
) -> IntakeAggregate:
    """Return all that the intake writes: facts, rows and personal data.

    *settled_by* resolves it at intake, if that is not the person who registers it.
    """
    texts = [TextRecord(derive_id(intake.appeal, 1, now), body.text, body.original_text, body.language)]
    texts += [
        TextRecord(text_id, demand, language=body.language)
        for text_id, demand in zip(intake.demands, body.demands, strict=False)
    ]
    appeal, facts = record(None, register(intake), now, by)
    if body.source is None:  # another system registered in its own time
        appeal, more = record(appeal, late_registration(appeal, now), now, by)
        facts = (*facts, *more)
    if body.danger is not None:
        appeal, more = record(appeal, redirect_for_danger(appeal, appeal.tasks[0], body.danger, now), now, by)
        facts = (*facts, *more)
    if body.intake_resolution is not None:
        resolution = body.intake_resolution
        texts.append(TextRecord(derive_id(intake.appeal, 2, now), resolution.text, language=body.language))
        command = c.ResolveAtIntake(
            settled_by or by, resolution.outcome, resolution.ground, texts[-1].id, resolution.legal_decision
        )
        appeal, more = record(appeal, decide(appeal, command, now), now, by)
        facts = (*facts, *more)
    batch = CommandBatch.from_facts(appeal, facts)
    code = tracking_code(os.urandom(CODE_BYTES))
    return IntakeAggregate(
        batch,
        code,
        tuple(texts),
        tuple(build_applicants(body)),
        tuple(build_attachments(body, intake, now)),
        source=source_record(body),
        topic_fields=body.topic_fields,
    )


def source_record(body: NewAppealBody) -> SourceRecord | None:
    """Return the record of another system that *body* comes from, if it names one."""
    return SourceRecord(body.source.system, body.source.id, body.source.digest) if body.source else None


def build_applicants(body: NewAppealBody) -> Iterator[ApplicantRecord]:
    """Yield the people of *body* as they are stored."""
    if body.applicant:
        yield build_applicant(Capacity.APPLICANT, body.applicant)
    if body.representative:
        yield build_applicant(Capacity.REPRESENTATIVE, body.representative)
    for each in body.co_applicants:
        yield build_applicant(Capacity.MEMBER, each)


def build_applicant(capacity: Capacity, body: ApplicantBody) -> ApplicantRecord:
    """Return *body* as it is stored."""
    contacts = stored_contacts(body.contacts.model_dump(exclude_none=True))
    return ApplicantRecord(capacity, body.name, body.iin, body.category, contacts, body.bin, body.birth_date)


def stored_contacts(stated: Mapping[str, str]) -> dict[str, str]:
    """Return *stated* contacts as they are stored: the phone in E.164, text that is none as another one."""
    contacts = dict(stated)
    if "phone" in contacts:
        number, written = split_phone(contacts.pop("phone"))
        other = "; ".join(each for each in (contacts.pop("other", None), written) if each)
        contacts |= {name: each for name, each in (("phone", number), ("other", other)) if each}
    return contacts


def build_attachments(body: NewAppealBody, intake: Registered, now: datetime) -> Iterator[AttachmentRecord]:
    """Yield the attachments of *body* as they are stored."""
    for place, each in enumerate(body.attachments, 3):
        yield AttachmentRecord(
            derive_id(intake.appeal, place, now), each.name, each.reference, each.media_type, each.size
        )
