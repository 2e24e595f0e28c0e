"""Every verb is executed, over HTTP or as an integrator's signal, and recorded in the timeline."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from domain import commands as c
from domain.commands import ChangeCalendar
from domain.rules.lifecycle import Verb
from domain.state.task import TaskOutcome
from schemas.wire.messages import CommandMessage
from tests.support.api.harness import ApiHarness
from tests.support.journeys.http_appeal import (
    HOLD_UNTIL,
    Action,
    HttpAppeal,
    claim_new_appeal,
    command_action,
)


async def _accept(it: HttpAppeal) -> None:
    await it.task_command("officer", "accept", await it.refer_to_agency())


async def _decline(it: HttpAppeal) -> None:
    await it.task_command("officer", "decline", await it.refer_to_agency(), reason="other")


async def _return(it: HttpAppeal) -> None:
    await it.refer_to_agency()
    await it.task_command("officer", "accept")
    await it.task_command("officer", "return", reason="other")


async def _resume(it: HttpAppeal) -> None:
    await it.task_command("clerk", "hold", until=HOLD_UNTIL, reason="on_leave")
    await it.task_command("clerk", "resume")


async def _cancel(it: HttpAppeal) -> None:
    await it.task_command("clerk", "cancel-side-task", await it.open_side_task())


async def _here_and_now(it: HttpAppeal) -> None:
    await it.task_command("clerk", "release")
    command = c.ResolveAtIntake(it.harness.people["clerk"], TaskOutcome.EXPLAINED)
    await it.signal("resolve-at-intake", CommandMessage(command_id=uuid4(), command=command), "closed")


async def _provide(it: HttpAppeal) -> None:
    await it.task_command("clerk", "request-information", text="Неше адам?")
    await it.appeal_command("clerk", "provide-information", text="Алты адам.")


async def _confirm(it: HttpAppeal) -> None:
    await it.task_command("clerk", "complete", outcome="resolved")
    await it.appeal_command("clerk", "confirm-receipt", received=True)


async def _merge(it: HttpAppeal) -> None:
    await it.appeal_command("clerk", "merge", into=(await it.harness.register())["id"])


async def _reopen(it: HttpAppeal) -> None:
    await it.appeal_command("clerk", "withdraw", text="Қайтарып аламын.")
    await it.appeal_command("clerk", "reopen", text="Қайта.")


async def _announced(it: HttpAppeal) -> None:
    await it.task_command("clerk", "announce-preliminary-decision", text="Бас тартуға ниеттіміз.")


async def _object(it: HttpAppeal) -> None:
    await _announced(it)
    await it.appeal_command("clerk", "submit-objection", text="Келіспеймін.")


async def _ask_for_hearing(it: HttpAppeal) -> None:
    await _announced(it)
    await it.appeal_command("clerk", "request-hearing")


async def _heard(it: HttpAppeal) -> None:
    await _announced(it)
    await it.task_command("clerk", "record-hearing", text="Тыңдалды.")


async def _sign(it: HttpAppeal) -> None:
    await _heard(it)
    await it.task_command(
        "clerk", "sign-hearing-protocol", await it.duty("hearing_protocol"), text="Хаттама."
    )


async def _remark(it: HttpAppeal) -> None:
    await _sign(it)
    await it.appeal_command("clerk", "submit-protocol-remarks", text="Жауабым толық жазылмаған.")


async def _redirect_part(it: HttpAppeal) -> None:
    demands = (await it.demand_ids())[:1]
    await it.task_command("clerk", "split-off", demands=demands, to="housing-61", text="Құзыретіңізде.")


NAMED: dict[str, Any] = {"defects": ["signature"], "term": "3wd", "text": "Қолыңыз жоқ."}
BACK = {"ground": "obscene", "text": "Әдепсіз сөздер бар."}
DECIDED_BEFORE = {"outcome": "terminated", "ground": "already_decided", "text": "Бұл мәселе шешілген."}


async def _correct_defects(it: HttpAppeal) -> None:
    await it.task_command("clerk", "report-defects", **NAMED)
    await it.appeal_command("clerk", "correct-defects", text="Қол қойылды.")


async def _attach(it: HttpAppeal) -> None:
    first, earlier = await claim_new_appeal(it.harness), await claim_new_appeal(it.harness)
    await first.task_command("clerk", "complete", **DECIDED_BEFORE)
    again = {"ground": "identical", "identical_to": first.talon["id"], "text": "Дәл осындай өтініш қаралған."}
    await earlier.task_command("clerk", "return-to-applicant", **again)
    await it.appeal_command("clerk", "attach-to-file", into=earlier.talon["id"])


async def _notify(it: HttpAppeal) -> None:
    await it.task_command("clerk", "report-defects", **NAMED)
    await it.task_command(
        "integrator", "record-notification", await it.duty("notice"), means="sms", text="№ 7731"
    )


async def _forward(it: HttpAppeal) -> None:
    await it.appeal_command(
        "supervisor", "change-kind", kind="complaint", complaint_against="reception-61", text="Бұл — шағым."
    )
    await it.task_command("clerk", "forward-complaint", text="Іспен бірге жіберіледі.")


async def _change_calendar(it: HttpAppeal) -> None:
    """As an operator's order reaches one appeal."""
    calendar = replace(
        it.harness.dependencies.calendar.slice_for(2026), version="kz-2026.1.1", amended_at=datetime.now(UTC)
    )
    command = ChangeCalendar(it.harness.people["operator"], calendar)
    await it.harness.appeals.send_command(it.number, command, uuid4())


EXECUTED: dict[Verb, tuple[Action, str]] = {
    Verb.CLAIM: (command_action("claim"), "lease_renewed"),
    Verb.RELEASE: (command_action("release"), "task_released"),
    Verb.ACCEPT: (_accept, "task_claimed"),
    Verb.DECLINE: (_decline, "hand_off_declined"),
    Verb.COMPLETE: (command_action("complete", outcome="explained"), "task_completed"),
    Verb.REFER: (command_action("refer", step="agency", reason="other_competent_body"), "referred"),
    Verb.RETURN: (_return, "task_returned"),
    Verb.REASSIGN: (
        command_action("reassign", "supervisor", organisation="reception-61", role="clerk"),
        "task_reassigned",
    ),
    Verb.HOLD: (command_action("hold", until=HOLD_UNTIL, reason="on_leave"), "task_held"),
    Verb.RESUME: (_resume, "task_resumed"),
    Verb.REQUEST_INFORMATION: (
        command_action("request-information", text="Неше адам?"),
        "information_requested",
    ),
    Verb.OPEN_SIDE_TASK: (command_action("open-side-task", specialty="lawyer"), "task_opened"),
    Verb.CANCEL_SIDE_TASK: (_cancel, "task_cancelled"),
    Verb.RESOLVE_AT_INTAKE: (_here_and_now, "closed"),
    Verb.PROVIDE_INFORMATION: (_provide, "information_provided"),
    Verb.CONFIRM_RECEIPT: (_confirm, "receipt_confirmed"),
    Verb.WITHDRAW: (
        lambda it: it.appeal_command("clerk", "withdraw", text="Қайтарып аламын."),
        "closed",
    ),
    Verb.MERGE: (_merge, "closed"),
    Verb.EXTEND: (
        lambda it: it.appeal_command("supervisor", "extend", term="5wd", text="Күту."),
        "extended",
    ),
    Verb.REOPEN: (_reopen, "reopened"),
    Verb.CHANGE_CALENDAR: (_change_calendar, "calendar_changed"),
    Verb.REDIRECT: (command_action("redirect", to="housing-61", text="Құзыретіңізде."), "redirected"),
    Verb.SPLIT_OFF: (_redirect_part, "demands_split_off"),
    Verb.FLAG_DANGER: (command_action("flag-danger", danger="crime"), "danger_flagged"),
    Verb.REPORT_DEFECTS: (command_action("report-defects", **NAMED), "defects_reported"),
    Verb.CORRECT_DEFECTS: (_correct_defects, "defects_corrected"),
    Verb.RETURN_TO_APPLICANT: (command_action("return-to-applicant", **BACK), "returned_to_applicant"),
    Verb.ATTACH_TO_FILE: (_attach, "closed"),
    Verb.RECORD_NOTIFICATION: (_notify, "applicant_notified"),
    Verb.ANNOUNCE_PRELIMINARY_DECISION: (_announced, "preliminary_decision_announced"),
    Verb.SUBMIT_OBJECTION: (_object, "objection_submitted"),
    Verb.REQUEST_HEARING: (_ask_for_hearing, "hearing_requested"),
    Verb.RECORD_HEARING: (_heard, "hearing_held"),
    Verb.SIGN_HEARING_PROTOCOL: (_sign, "hearing_protocol_signed"),
    Verb.SUBMIT_PROTOCOL_REMARKS: (_remark, "protocol_remarks_submitted"),
    Verb.CHANGE_KIND: (
        lambda it: it.appeal_command("supervisor", "change-kind", kind="message", text="Бұл — хабарлама."),
        "kind_changed",
    ),
    Verb.FORWARD_COMPLAINT: (_forward, "complaint_forwarded"),
    Verb.REQUEST_RECUSAL: (HttpAppeal.challenge_clerk, "recusal_requested"),
    Verb.DECIDE_RECUSAL: (HttpAppeal.uphold_challenge, "recusal_decided"),
    Verb.CHANGE_REPRESENTATIVE: (
        lambda it: it.appeal_command(
            "clerk", "change-representative", person={"name": "Ерлан Әбенов"}, text="Ағасы."
        ),
        "representative_changed",
    ),
    Verb.CORRECT_APPLICANT: (
        lambda it: it.appeal_command("clerk", "correct-applicant", name="Гүлнар Әбенова"),
        "applicant_corrected",
    ),
    Verb.CORRECT_TOPIC: (
        lambda it: it.appeal_command("clerk", "correct-topic", topic="housing-queue"),
        "topic_corrected",
    ),
    Verb.CORRECT_REGION: (
        lambda it: it.appeal_command("clerk", "correct-region", region="79"),
        "region_corrected",
    ),
    Verb.RECORD_BODY_REGISTRATION: (
        lambda it: it.appeal_command("clerk", "record-body-registration", number="ЖТ-2026-17"),
        "body_registration_recorded",
    ),
    Verb.REQUEST_FILE_ACCESS: (
        lambda it: it.appeal_command("clerk", "request-file-access"),
        "file_access_requested",
    ),
}


def test_no_verb_is_left_out() -> None:
    assert EXECUTED.keys() == set(Verb)


@pytest.mark.parametrize("verb", Verb)
async def test_every_verb_is_executed_and_recorded(harness: ApiHarness, verb: Verb) -> None:
    execute, event = EXECUTED[verb]
    it = await claim_new_appeal(harness, topic="unsafe-housing", demands=["Баспана.", "Жұмыс."])
    before = len(await it.past_events())
    await execute(it)
    assert event in {each.event for each in (await it.past_events())[before:]}
