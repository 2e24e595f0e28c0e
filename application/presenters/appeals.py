"""From rows and facts to what the API shows."""

from sqlalchemy.ext.asyncio import AsyncConnection

from application.access_scope import sees_task
from application.presenters.considered_by import considered_by
from application.presenters.notice_text import Teller, told_to_citizen
from domain import events as e
from domain.evolve.appeal import replay
from domain.identity.people import Person, Role
from domain.procedure.competence.forward_complaint import complain_until
from domain.state.appeal import Appeal, Status
from domain.state.legal import NOTHING_YET
from schemas.http.responses.citizen import CitizenView, OwnPart
from schemas.http.responses.views import (
    AppealView,
    ApplicantView,
    AttachmentView,
    DemandView,
    Receiver,
    Relative,
    TaskLine,
)
from store import queries
from store.appeals import event_log, personal_data
from store.queries import AppealLine
from store.queries import TaskLine as TaskRow
from store.reference import people as directory


async def appeal_view(
    connection: AsyncConnection, by: Person, line: AppealLine, teller: Teller
) -> AppealView | CitizenView:
    """Return the appeal whole; to a citizen, only where it stands, in words of *teller*."""
    if by.role is Role.CITIZEN:
        return await _citizen_view(connection, line, teller)
    receiver = (await directory.employees(connection, [line.receiver]))[line.receiver]
    known = await event_log.appeal(connection, line.id)
    legal = known.legal if known else NOTHING_YET
    written = await personal_data.texts(connection, [line.text, *legal.demands])
    whole, parts, complaints = await queries.family(connection, line)
    people = await personal_data.applicants(connection, line.id)
    attached = await personal_data.attachments(connection, line.id)
    tasks = _for_their_eyes(by, await queries.tasks_of(connection, line.id))
    plain = {name: getattr(line, name) for name in AppealView.model_fields if hasattr(line, name)}
    return AppealView(
        **plain
        | {
            "receiver": Receiver.model_validate(receiver),
            "text": written.get(line.text, ""),
            "applicants": [ApplicantView.model_validate(each) for each in people],
            "attachments": [AttachmentView.model_validate(each) for each in attached],
            "tasks": [TaskLine.model_validate(each) for each in tasks],
            "demands": [DemandView(id=each, text=written.get(each, "")) for each in legal.demands],
            "part_of": Relative.model_validate(whole) if whole else None,
            "parts": [Relative.model_validate(each) for each in parts],
            "complaints": [Relative.model_validate(each) for each in complaints],
            "suspended_by": _suspended_by(known, complaints),
            "complain_until": complain_until(known) if known else None,
            "verdict": teller.reader.verdict(known) if known else None,
            "against": legal.against or None,
            "bodies": list(legal.bodies),
        }
    )


async def _citizen_view(connection: AsyncConnection, line: AppealLine, teller: Teller) -> CitizenView:
    """Return where the appeal stands, what was told of it, and the question that waits for an answer."""
    parts = await queries.parts_of(connection, line.id)
    facts = await event_log.facts(connection, line.id)
    appeal = replay(facts)
    known = {
        "parts": [OwnPart.model_validate(each) for each in parts],
        "complain_until": complain_until(appeal),
        "verdict": teller.reader.verdict(appeal),
        "notices": told_to_citizen(teller, facts),
        "considered_by": await considered_by(connection, appeal, teller),
    }
    view = CitizenView.model_validate(line).model_copy(update=known)
    if line.status != Status.AWAITING_INFORMATION:
        return view
    asked = [fact.event.text for fact in facts if isinstance(fact.event, e.InformationRequested)]
    if not asked or asked[-1] is None:
        return view
    texts = await personal_data.texts(connection, [asked[-1]])
    return view.model_copy(update={"question": texts.get(asked[-1])})


def _suspended_by(appeal: Appeal | None, complaints: list[queries.Relative]) -> str | None:
    """Return the article by which the execution of what was decided waits, while it is complained of."""
    law = appeal.plan.law if appeal else None
    pending = any(each.status != Status.CLOSED for each in complaints)
    return law.article("suspension") if pending and law and law.knows("suspension") else None


def _for_their_eyes(by: Person, tasks: list[TaskRow]) -> list[TaskRow]:
    """Return those of *tasks* that are there for *by*, and those that were handed over from them."""
    own = {task.id for task in tasks if sees_task(by, task)}
    return [task for task in tasks if task.id in own or task.origin in own]
