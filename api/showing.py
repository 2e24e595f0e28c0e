"""From rows and facts to what the API shows."""

from uuid import UUID

from fastapi.responses import JSONResponse, Response
from sqlalchemy.ext.asyncio import AsyncConnection

from api.considering import considered_by
from api.language import Words
from api.notifying import Teller, told_to_citizen
from api.scope import OUTSIDERS, sees_task
from api.verdicts import Reader
from domain import events as e
from domain.access import allowed_verbs
from domain.acts.complaint import complain_until
from domain.appeal import Appeal, Status
from domain.events import Fact
from domain.evolve import replay
from domain.foresight import Foreseen, concerned, foresee
from domain.language import Language
from domain.legal import NOTHING_YET
from domain.people import Person, Role
from schemas.citizen_views import CitizenView, OwnPart
from schemas.intake import Remark
from schemas.story_views import Actor, Happened, Timeline, ToCome
from schemas.tagged import EVENTS, TYPE
from schemas.views import (
    AppealView,
    ApplicantView,
    AttachmentView,
    DemandView,
    Receiver,
    Relative,
    Talon,
    TalonReceiver,
    TaskLine,
    TaskView,
)
from store import directory, history, papers, queries
from store.intake import TakenIn
from store.queries import AppealLine
from store.queries import TaskLine as TaskRow

SAID_ELSEWHERE = frozenset({TYPE, "text", "plan", "calendar"})


async def task_view(connection: AsyncConnection, by: Person, line: TaskRow, reader: Reader) -> TaskView:
    """Return the task of *line*, with what *by* may do with it now."""
    appeal = await history.appeal(connection, line.appeal)
    allowed = allowed_verbs(appeal, appeal.task(line.id), by) if appeal else []
    plain = TaskLine.model_validate(line).model_dump()
    return TaskView(
        **plain,
        origin=line.origin,
        holder_name=line.holder_name,
        allowed=allowed,
        verdict=reader.verdict(appeal) if appeal else None,
        complain_until=complain_until(appeal) if appeal else None,
    )


def task_answer(view: TaskView) -> Response:
    """Return *view* with its version as ETag."""
    return JSONResponse(view.model_dump(mode="json"), headers={"ETag": etag(view.version)})


def etag(version: int) -> str:
    """Return the ETag of a task's *version*."""
    return f'"{version}"'


def talon_receiver(words: Words, language: Language, person: Person, name: str) -> TalonReceiver:
    """Return the receiver as the talon names them: name and post (АППК 64(2))."""
    post = words.post(language, person.role, person.office)
    return TalonReceiver(
        id=person.id, name=name, organisation=person.organisation, role=person.role, post=post
    )


def talon_answer(taken: TakenIn, receiver: TalonReceiver, odd: list[Remark]) -> Response:
    """Return the talon of what was *taken* in."""
    given = taken.batch.summary
    talon = Talon(
        id=given.id,
        number=given.number,
        tracking_code=taken.tracking_code,
        registered_at=given.registered_at,
        statutory_due=given.statute_due,
        due_estimated=given.due_estimated,
        status=given.status,
        receiver=receiver,
        remarks=odd,
    )
    return JSONResponse(talon.model_dump(mode="json"), 201, {"Location": f"/v1/appeals/{given.id}"})


async def appeal_view(
    connection: AsyncConnection, by: Person, line: AppealLine, teller: Teller
) -> AppealView | CitizenView:
    """Return the appeal whole; to a citizen, only where it stands, in words of *teller*."""
    if by.role is Role.CITIZEN:
        return await _citizen_view(connection, line, teller)
    receiver = (await directory.employees(connection, [line.receiver]))[line.receiver]
    known = await history.appeal(connection, line.id)
    legal = known.legal if known else NOTHING_YET
    written = await papers.texts(connection, [line.text, *legal.demands])
    whole, parts, complaints = await queries.family(connection, line)
    people = await papers.applicants(connection, line.id)
    attached = await papers.attachments(connection, line.id)
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
    facts = await history.facts(connection, line.id)
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
    texts = await papers.texts(connection, [asked[-1]])
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


async def timeline(connection: AsyncConnection, by: Person, appeal_id: UUID, reader: Reader) -> Timeline:
    """Return what happened to the appeal, and what will by itself. Names and texts are for colleagues."""
    facts = await history.facts(connection, appeal_id)
    names: dict[UUID, str] = {}
    texts: dict[UUID, str] = {}
    if by.role not in OUTSIDERS:
        names = await directory.names(connection, {fact.by.id for fact in facts if fact.by})
        texts = await papers.texts(connection, [each for fact in facts if (each := _text_of(fact.event))])
    appeal = replay(facts)
    happened = (_happened(fact, names, texts) for fact in facts)
    return Timeline(
        past=[
            each.model_copy(update={"details": each.details | reader.titles(appeal, fact.event)})
            for fact, each in zip(facts, happened, strict=True)
        ],
        future=[
            ToCome(
                at=each.at,
                event=EVENTS.name(each.event),
                details=_details(each.event),
                estimated=each.estimated,
            )
            for each in await _to_come(connection, appeal)
        ],
    )


async def _to_come(connection: AsyncConnection, appeal: Appeal) -> list[Foreseen]:
    if not appeal.clocks:
        return []
    holders = [task.holder for task in appeal.open_tasks if task.holder]
    return foresee(appeal, await directory.posts(connection, concerned(appeal), appeal.region, holders))


def _happened(fact: Fact, names: dict[UUID, str], texts: dict[UUID, str]) -> Happened:
    text = _text_of(fact.event)
    return Happened(
        seq=fact.seq,
        at=fact.at,
        event=EVENTS.name(fact.event),
        by=Actor.of(fact.by, names),
        details=_details(fact.event),
        text=texts.get(text) if text else None,
    )


def _text_of(event: e.Event) -> UUID | None:
    text: UUID | None = getattr(event, "text", None)
    return text


def _details(event: e.Event) -> dict[str, object]:
    return {name: value for name, value in EVENTS.dump(event).items() if name not in SAID_ELSEWHERE}
