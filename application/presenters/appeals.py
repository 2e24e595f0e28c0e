"""Presents appeals from rows and facts."""

from sqlalchemy.ext.asyncio import AsyncConnection

from application.access_scope import may_see_task
from application.presenters.considered_by import present_considering_body
from application.presenters.decided import deciding_organisation, present_applicant_notification
from application.presenters.notice_text import NoticeTextRenderer, notice_contexts, present_citizen_notices
from application.presenters.tasks import present_task_list_item
from domain import events as e
from domain.country.languages import Language
from domain.evolve.appeal import replay
from domain.identity.people import Person, Role
from domain.law.rule_ids import RuleId
from domain.procedure.competence.forward_complaint import complaint_deadline
from domain.projections.next_step import expected_step
from domain.state.appeal import Appeal, Status
from domain.state.legal import INITIAL
from schemas.http.responses.citizen import ChildAppealReference, CitizenAppealView, NextStepView
from schemas.http.responses.views import (
    AppealReference,
    AppealView,
    ApplicantView,
    AttachmentView,
    DemandView,
    StaffReference,
)
from store import queries
from store.appeals import event_log, personal_data
from store.queries import AppealRecord
from store.queries import TaskRecord as TaskRow
from store.reference import people as directory


async def present_appeal(
    connection: AsyncConnection, by: Person, line: AppealRecord, renderer: NoticeTextRenderer
) -> AppealView | CitizenAppealView:
    """Return the whole appeal; for a citizen, its status with the notices rendered by *renderer*."""
    if by.role is Role.CITIZEN:
        return await _present_citizen_view(connection, line, renderer)
    receiver = (await directory.employees(connection, [line.receiver]))[line.receiver]
    known = await event_log.load_readable(connection, line.id)
    legal = known.legal if known else INITIAL
    written = await personal_data.texts_of_appeal(connection, line.id, [line.text, *legal.demands])
    whole, parts, complaints = await queries.related_appeals(connection, line)
    people = await personal_data.applicants_of_appeal(connection, line.id)
    attached = await personal_data.attachments_of_appeal(connection, line.id)
    tasks = await queries.tasks_of_appeal(connection, line.id)
    plain = {name: getattr(line, name) for name in AppealView.model_fields if hasattr(line, name)}
    return AppealView(
        **plain
        | {
            "received_by": StaffReference.model_validate(receiver),
            "text": written.get(line.text, ""),
            "applicants": [ApplicantView.model_validate(each) for each in people],
            "attachments": [AttachmentView.model_validate(each) for each in attached],
            "tasks": [present_task_list_item(each) for each in _visible_tasks(by, tasks)],
            "demands": [DemandView(id=each, text=written.get(each, "")) for each in legal.demands],
            "parent_appeal": AppealReference.model_validate(whole) if whole else None,
            "child_appeals": [AppealReference.model_validate(each) for each in parts],
            "complaints": [AppealReference.model_validate(each) for each in complaints],
            "suspension_article": _suspending_article(known, complaints),
            "complain_until": complaint_deadline(known) if known else None,
            "decision": renderer.decision_presenter.present_decision(known) if known else None,
            "decided_by": deciding_organisation(line.status, tasks),
            "applicant_notification": present_applicant_notification(tasks),
            "question": _open_question(known),
            "complaint_against": legal.complaint.against or None,
            "previous_bodies": list(legal.competence.previous_bodies),
            "external_body": legal.competence.external_body,
        }
    )


async def _present_citizen_view(
    connection: AsyncConnection, line: AppealRecord, renderer: NoticeTextRenderer
) -> CitizenAppealView:
    """Return the status of the appeal, its notices, and the open request for information.

    All of it is in the language of the appeal.
    """
    renderer = renderer.in_language(Language(line.language))
    parts = await queries.child_appeals_of(connection, line.id)
    facts = next(iter(await event_log.facts_of_appeals(connection, [line.id])), None)
    if facts is None:
        return CitizenAppealView.model_validate(line)
    appeal, notices = replay(facts), list(notice_contexts(facts))
    texts = await personal_data.texts_of_appeal(
        connection, line.id, [each.notice.text for each in notices if each.notice.text]
    )
    known = {
        "child_appeals": [ChildAppealReference.model_validate(each) for each in parts],
        "complain_until": complaint_deadline(appeal),
        "decision": renderer.decision_presenter.present_decision(appeal),
        "notices": present_citizen_notices(renderer, notices, texts),
        "considering_body": await present_considering_body(connection, appeal, renderer),
        "next_step": _present_next_step(appeal, renderer),
    }
    view = CitizenAppealView.model_validate(line).model_copy(update=known)
    if line.status != Status.AWAITING_INFORMATION:
        return view
    asked = [fact.event for fact in facts if isinstance(fact.event, e.InformationRequested)][-1]
    question = texts.get(asked.text) if asked.text else None
    return view.model_copy(update={"requested_information": question, "question": asked.question})


def _present_next_step(appeal: Appeal, renderer: NoticeTextRenderer) -> NextStepView:
    expected = expected_step(appeal)
    text = renderer.render_next_step(appeal, expected)
    return NextStepView(step=expected.step, until=expected.until, text=text)


def _open_question(appeal: Appeal | None) -> int | None:
    """Return the number of the question that awaits an answer, or None."""
    awaits = appeal is not None and appeal.status is Status.AWAITING_INFORMATION
    return appeal.suspension.last_question if appeal and awaits else None


def _suspending_article(appeal: Appeal | None, complaints: list[queries.RelatedAppeal]) -> str | None:
    """Return the article that suspends the execution of the decision during a complaint, if any."""
    article = appeal.law.cite(RuleId.ACT_SUSPENSION) if appeal else ""
    pending = any(each.status != Status.CLOSED for each in complaints)
    return article if pending and article else None


def _visible_tasks(by: Person, tasks: list[TaskRow]) -> list[TaskRow]:
    """Return those of *tasks* that *by* may see, and those that were handed over from them."""
    own = {task.id for task in tasks if may_see_task(by, task)}
    return [task for task in tasks if task.id in own or task.origin_task in own]
