"""Every verb is given, over HTTP or as an integrator's signal, and told of in the timeline."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from domain import commands as c
from domain.commands import ChangeCalendar
from domain.rules.lifecycle import Verb
from domain.state.task import TaskOutcome
from schemas.wire.messages import Given
from tests.api.house import House
from tests.journeys.case import UNTIL, Case, Deed, case, give


async def _accept(it: Case) -> None:
    await it.house.verb("officer", await it.offered(), "accept")


async def _decline(it: Case) -> None:
    await it.house.verb("officer", await it.offered(), "decline", reason="other")


async def _return(it: Case) -> None:
    offered = await it.offered()
    await it.house.verb("officer", offered, "accept")
    await it.house.verb("officer", offered, "return", reason="other")


async def _resume(it: Case) -> None:
    await it.give("clerk", "hold", until=UNTIL, reason="leave")
    await it.give("clerk", "resume")


async def _cancel(it: Case) -> None:
    await it.house.verb("clerk", await it.side(), "cancel-side-task")


async def _here_and_now(it: Case) -> None:
    await it.give("clerk", "release")
    command = c.ResolveHereAndNow(it.house.people["clerk"], TaskOutcome.EXPLAINED)
    await it.signalled("resolve-here-and-now", Given(id=uuid4(), command=command), "closed")


async def _provide(it: Case) -> None:
    await it.give("clerk", "request-information", text="Неше адам?")
    await it.ask("clerk", "information", text="Алты адам.")


async def _confirm(it: Case) -> None:
    await it.give("clerk", "complete", outcome="resolved")
    await it.ask("clerk", "receipt", received=True)


async def _merge(it: Case) -> None:
    await it.ask("clerk", "merge", into=(await it.house.register())["id"])


async def _reopen(it: Case) -> None:
    await it.ask("clerk", "withdrawal", text="Қайтарып аламын.")
    await it.ask("clerk", "reopening", text="Қайта.")


async def _told(it: Case) -> None:
    await it.give("clerk", "tell-preliminary", text="Бас тартуға ниеттіміз.")


async def _object(it: Case) -> None:
    await _told(it)
    await it.ask("clerk", "objection", text="Келіспеймін.")


async def _ask_for_hearing(it: Case) -> None:
    await _told(it)
    await it.ask("clerk", "hearing")


async def _heard(it: Case) -> None:
    await _told(it)
    await it.give("clerk", "record-hearing", text="Тыңдалды.")


async def _sign(it: Case) -> None:
    await _heard(it)
    await it.house.verb("clerk", await it.duty("protocol"), "sign-protocol", text="Хаттама.")


async def _remark(it: Case) -> None:
    await _sign(it)
    await it.ask("clerk", "protocol-remark", text="Жауабым толық жазылмаған.")


async def _redirect_part(it: Case) -> None:
    demands = (await it.demands())[:1]
    await it.give("clerk", "redirect-part", demands=demands, to="housing-61", text="Құзыретіңізде.")


NAMED: dict[str, Any] = {"missing": ["signature"], "term": "3wd", "text": "Қолыңыз жоқ."}
BACK = {"ground": "obscene", "text": "Әдепсіз сөздер бар."}
DECIDED_BEFORE = {"outcome": "terminated", "ground": "already_decided", "text": "Бұл мәселе шешілген."}


async def _mend(it: Case) -> None:
    await it.give("clerk", "name-defects", **NAMED)
    await it.ask("clerk", "mending", text="Қол қойылды.")


async def _attach(it: Case) -> None:
    first, earlier = await case(it.house), await case(it.house)
    await first.give("clerk", "complete", **DECIDED_BEFORE)
    again = {"ground": "identical", "earlier": first.talon["id"], "text": "Дәл осындай өтініш қаралған."}
    await earlier.give("clerk", "return-to-applicant", **again)
    await it.ask("clerk", "attachment-to", into=earlier.talon["id"])


async def _notify(it: Case) -> None:
    await it.give("clerk", "name-defects", **NAMED)
    await it.house.verb("integrator", await it.duty("notice"), "notify", means="sms", text="№ 7731")


async def _forward(it: Case) -> None:
    await it.ask("supervisor", "kind", kind="complaint", against="reception-61", text="Бұл — шағым.")
    it.task = await it.house.main_task(it.talon["id"])
    await it.give("clerk", "forward", text="Іспен бірге жіберіледі.")


async def _change_calendar(it: Case) -> None:
    """As an operator's order reaches one appeal."""
    calendar = replace(it.house.needs.calendar.since(2026), version="kz-2026.1.1", amended=datetime.now(UTC))
    command = ChangeCalendar(it.house.people["operator"], calendar)
    await it.signalled("change-calendar", Given(id=uuid4(), command=command), "calendar_changed")


GIVEN: dict[Verb, tuple[Deed, str]] = {
    Verb.CLAIM: (give("claim"), "lease_renewed"),
    Verb.RELEASE: (give("release"), "task_released"),
    Verb.ACCEPT: (_accept, "task_claimed"),
    Verb.DECLINE: (_decline, "hand_off_declined"),
    Verb.COMPLETE: (give("complete", outcome="explained"), "task_completed"),
    Verb.REFER: (give("refer", step="agency", reason="competence"), "referred"),
    Verb.RETURN: (_return, "task_returned"),
    Verb.REASSIGN: (
        give("reassign", "supervisor", organisation="reception-61", role="clerk"),
        "task_reassigned",
    ),
    Verb.HOLD: (give("hold", until=UNTIL, reason="leave"), "task_held"),
    Verb.RESUME: (_resume, "task_resumed"),
    Verb.REQUEST_INFORMATION: (give("request-information", text="Неше адам?"), "information_requested"),
    Verb.OPEN_SIDE_TASK: (give("open-side-task", specialty="lawyer"), "task_opened"),
    Verb.CANCEL_SIDE_TASK: (_cancel, "task_cancelled"),
    Verb.RESOLVE_HERE_AND_NOW: (_here_and_now, "closed"),
    Verb.PROVIDE_INFORMATION: (_provide, "information_provided"),
    Verb.CONFIRM_RECEIPT: (_confirm, "receipt_confirmed"),
    Verb.WITHDRAW: (lambda it: it.ask("clerk", "withdrawal", text="Қайтарып аламын."), "closed"),
    Verb.MERGE: (_merge, "closed"),
    Verb.EXTEND: (lambda it: it.ask("supervisor", "extension", term="5wd", text="Күту."), "extended"),
    Verb.REOPEN: (_reopen, "reopened"),
    Verb.CHANGE_CALENDAR: (_change_calendar, "calendar_changed"),
    Verb.REDIRECT: (give("redirect", to="housing-61", text="Құзыретіңізде."), "redirected"),
    Verb.REDIRECT_PART: (_redirect_part, "part_redirected"),
    Verb.FLAG_DANGER: (give("flag-danger", danger="crime"), "danger_flagged"),
    Verb.NAME_DEFECTS: (give("name-defects", **NAMED), "defects_named"),
    Verb.MEND: (_mend, "mended"),
    Verb.RETURN_TO_APPLICANT: (give("return-to-applicant", **BACK), "returned_to_applicant"),
    Verb.ATTACH: (_attach, "closed"),
    Verb.NOTIFY: (_notify, "applicant_notified"),
    Verb.TELL_PRELIMINARY: (_told, "preliminary_told"),
    Verb.OBJECT: (_object, "objected"),
    Verb.ASK_FOR_HEARING: (_ask_for_hearing, "hearing_asked"),
    Verb.RECORD_HEARING: (_heard, "hearing_held"),
    Verb.SIGN_PROTOCOL: (_sign, "protocol_signed"),
    Verb.REMARK_ON_PROTOCOL: (_remark, "protocol_remarked"),
    Verb.CHANGE_KIND: (
        lambda it: it.ask("supervisor", "kind", kind="message", text="Бұл — хабарлама."),
        "kind_changed",
    ),
    Verb.FORWARD: (_forward, "complaint_forwarded"),
    Verb.CHALLENGE: (Case.challenged, "challenged"),
    Verb.DECIDE_RECUSAL: (Case.recusal, "recusal_decided"),
    Verb.NAME_REPRESENTATIVE: (
        lambda it: it.ask("clerk", "representative", person={"name": "Ерлан Әбенов"}, text="Ағасы."),
        "representative_named",
    ),
    Verb.ASK_FOR_FILE: (lambda it: it.ask("clerk", "file"), "file_asked"),
}


def test_no_verb_is_left_out() -> None:
    assert GIVEN.keys() == set(Verb)


@pytest.mark.parametrize("verb", Verb)
async def test_every_verb_is_given_and_told_of(house: House, verb: Verb) -> None:
    deed, event = GIVEN[verb]
    it = await case(house, topic="unsafe-housing", demands=["Баспана.", "Жұмыс."])
    before = len(await it.past())
    await deed(it)
    assert event in {each["event"] for each in (await it.past())[before:]}
