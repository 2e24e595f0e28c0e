"""Every refusal is provoked, over HTTP or as an integrator's signal."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from api.http.problems import STATUS_BY_CODE
from api.openapi.request_examples import REQUEST_EXAMPLES
from domain import commands as c
from domain.errors import REFUSALS
from schemas.wire.messages import CommandMessage
from tests.support.api.calendar_refusals import CODES_TESTED_SEPARATELY
from tests.support.api.calendar_refusals import REFUSED_CALENDAR_CHANGES as OF_A_CALENDAR
from tests.support.api.harness import ApiHarness
from tests.support.api.problems import assert_problem
from tests.support.journeys.http_appeal import Action, HttpAppeal, claim_new_appeal, command_action
from tests.support.journeys.reception_refusals import REFUSED_RECEPTION_COMMANDS as OF_A_RECEPTION
from tests.support.journeys.timeline import PastEvent

PARENTS = {code for code, each in REFUSALS.items() if each.__subclasses__()}
OF_THE_RULEBOOK = {  # not reachable by any route yet: tests/domain/law/test_rulebook.py
    *("no_rulebook", "unknown_kind"),
}
OF_RECEPTIONS = {code for code, _ in OF_A_RECEPTION if code in REFUSALS} - PARENTS  # provoked there
OF_CALENDARS = {
    code for _, _, code in OF_A_CALENDAR if code in REFUSALS
} | CODES_TESTED_SEPARATELY  # provoked there
RECORDED = "command_refused"


async def _registered(it: HttpAppeal, who: str = "clerk", **changes: Any) -> httpx2.Response:
    return await it.harness.post(who, "/v1/appeals", REQUEST_EXAMPLES["register_appeal"] | changes)


async def _not_your_group(it: HttpAppeal) -> httpx2.Response:
    return await it.harness.send_task_command(
        "operator", await it.refer_to_agency(), "decline", reason="other"
    )


async def _task_not_ready(it: HttpAppeal) -> httpx2.Response:
    await it.task_command("clerk", "release")
    return await it.try_task_command("clerk", "complete", outcome="explained")


async def _task_closed(it: HttpAppeal) -> httpx2.Response:
    referred = await it.task()
    await it.refer_to_agency()
    return await it.try_task_command("clerk", "claim", referred)


async def _appeal_closed(it: HttpAppeal) -> httpx2.Response:
    await it.appeal_command("clerk", "withdraw", text="Қайтарып аламын.")
    return await it.try_appeal_command("clerk", "withdraw", text="Қайтарып аламын.")


async def _side_task_open(it: HttpAppeal) -> httpx2.Response:
    await it.open_side_task()
    return await it.try_task_command("clerk", "complete", outcome="explained")


async def _backward(it: HttpAppeal) -> httpx2.Response:
    offered = await it.refer_to_agency()
    await it.harness.send_task_command("officer", offered, "accept")
    return await it.harness.send_task_command("officer", offered, "refer", step="reception", reason="other")


async def _too_late(it: HttpAppeal) -> httpx2.Response:
    long_ago = (datetime.now(UTC) - timedelta(days=60)).isoformat()
    late = await HttpAppeal.begin(it.harness, received_at=long_ago)
    return await late.try_appeal_command("supervisor", "extend", term="1wd", text="Кеш.")


async def _wrong_purpose(it: HttpAppeal) -> httpx2.Response:
    return await it.try_task_command("clerk", "record-notification", means="sms", text="Жеткізілді.")


async def _unclear_question(it: HttpAppeal) -> httpx2.Response:
    await it.task_command("clerk", "request-information", text="Қай мекенжай?")
    await it.appeal_command("clerk", "provide-information", text="Абай, 1.")
    await it.task_command("clerk", "request-information", text="Қай пәтер?")
    return await it.try_appeal_command("clerk", "provide-information", text="Абай, 1.")


async def _before_any_law(it: HttpAppeal) -> httpx2.Response:
    old = await HttpAppeal.begin(it.harness, received_at="2021-06-01T10:00:00+06:00")
    return await old.try_appeal_command("clerk", "request-file-access")


async def _limit(it: HttpAppeal) -> httpx2.Response:
    await it.appeal_command("supervisor", "extend", term="1wd", text="Күту.")
    return await it.try_appeal_command("supervisor", "extend", term="1wd", text="Тағы.")


async def _unknown_task(it: HttpAppeal) -> PastEvent:
    command = c.Claim(it.harness.people["clerk"], uuid4())
    return await it.signal("claim", CommandMessage(command_id=uuid4(), command=command), RECORDED)


async def _changed_meanwhile(it: HttpAppeal) -> httpx2.Response:
    path = f"/v1/tasks/{(await it.task())['id']}"
    seen = (await it.harness.get("clerk", path)).headers["ETag"]
    await it.task_command("clerk", "release")
    return await it.harness.post("clerk", f"{path}/claim", {}, If_Match=seen)


async def _extension_not_allowed(it: HttpAppeal) -> httpx2.Response:
    complaint = await HttpAppeal.begin(it.harness, kind="complaint")
    return await complaint.try_appeal_command("head", "extend", term="5wd", text="Күту.")


async def _too_early(it: HttpAppeal) -> httpx2.Response:
    await it.task_command("clerk", "announce-preliminary-decision", text="Бас тартуға ниеттіміз.")
    return await it.try_task_command("clerk", "complete", outcome="refused", ground="no_right")


async def _danger_first(it: HttpAppeal) -> httpx2.Response:
    await it.task_command("clerk", "flag-danger", danger="crime")
    task = await it.harness.main_task(it.talon["id"])
    reasons = {"ground": "obscene", "text": "Себебі бар."}
    return await it.harness.send_task_command(
        "operator", task, "return-to-applicant", override=True, **reasons
    )


async def _challenged_before(it: HttpAppeal) -> httpx2.Response:
    await it.challenge_clerk()
    return await it.challenge_clerk()


async def _no_holder_to_recuse(it: HttpAppeal) -> httpx2.Response:
    await it.task_command("clerk", "release")
    return await it.try_appeal_command("clerk", "request-recusal", text="Ол туысым емес.")


async def _no_superior(it: HttpAppeal) -> httpx2.Response:
    complaint = await HttpAppeal.begin(it.harness, kind="complaint", agency="akimat-61")
    return await complaint.try_task_command("operator", "forward-complaint")


async def _forward_instead(it: HttpAppeal) -> httpx2.Response:
    complaint = await HttpAppeal.begin(it.harness, kind="complaint", complaint_about=it.talon["id"])
    there = {"to": "employment-61", "text": "Бізге қатысы жоқ."}
    return await complaint.try_task_command("operator", "redirect", override=True, **there)


async def _no_power(it: HttpAppeal) -> httpx2.Response:
    helped = await HttpAppeal.begin(it.harness, topic="single-parents")
    await helped.task_command("operator", "refer", step="specialist", reason="other", override=True)
    there = await it.harness.main_task(helped.talon["id"])
    no = {"outcome": "refused", "ground": "no_right"}
    return await it.harness.send_task_command("operator", there, "complete", **no, override=True)


async def _redirect_instead(it: HttpAppeal) -> httpx2.Response:
    there = {"organisation": "employment-61", "role": "officer"}
    return await it.harness.send_task_command("operator", await it.refer_to_agency(), "reassign", **there)


async def _not_to_be_merged(it: HttpAppeal) -> httpx2.Response:
    other = await it.harness.register(applicant={"name": "Басқа Адам"})
    return await it.try_appeal_command("clerk", "merge", into=other["id"])


async def _recusal_pending(it: HttpAppeal) -> httpx2.Response:
    await it.challenge_clerk()
    return await it.try_task_command("clerk", "complete", outcome="resolved")


async def _barred(it: HttpAppeal) -> httpx2.Response:
    await it.uphold_challenge()
    return await it.try_task_command("clerk", "claim")


SETTLED = {"outcome": "explained", "text": "Тәртібі түсіндірілді."}
DEFECTS: dict[str, Any] = {"defects": ["signature"], "text": "Қолыңыз жоқ."}
IDENTICAL = {"ground": "identical", "text": "Дәл осындай өтініш қаралған."}


async def _defects_not_notified(it: HttpAppeal) -> httpx2.Response:
    await it.task_command("clerk", "report-defects", term="3wd", **DEFECTS)
    return await it.try_task_command(
        "clerk", "return-to-applicant", ground="defects_not_corrected", text="Түзетілмеді."
    )


async def _already_awaited(it: HttpAppeal) -> httpx2.Response:
    await it.task_command("clerk", "report-defects", term="3wd", **DEFECTS)
    await it.task_command("clerk", "record-notification", "duty", means="sms", text="Жеткізілді.")
    return await it.try_task_command("clerk", "report-defects", term="3wd", **DEFECTS)


async def _part_of(it: HttpAppeal, demands: list[str]) -> httpx2.Response:
    return await it.try_task_command(
        "clerk", "split-off", demands=demands, to="housing-61", text="Жіберілді."
    )


async def _not_a_part(it: HttpAppeal) -> httpx2.Response:
    return await _part_of(it, await it.demand_ids())


REFUSED: dict[str, Action] = {
    "unknown_task": _unknown_task,
    "not_your_group": _not_your_group,
    "not_the_holder": command_action("reassign", "rival", organisation="reception-61", role="clerk"),
    "not_a_supervisor": command_action("release", "rival", override=True),
    "task_held_by_another": command_action("claim", "rival"),
    "not_allowed_in_task_state": _task_not_ready,
    "not_allowed_for_purpose": _wrong_purpose,
    "task_closed": _task_closed,
    "appeal_closed": _appeal_closed,
    "appeal_not_closed": lambda it: it.try_appeal_command("clerk", "reopen", text="Қайта."),
    "not_allowed_in_status": lambda it: it.try_appeal_command("clerk", "confirm-receipt", received=True),
    "side_task_open": _side_task_open,
    "no_sender": command_action("return", reason="other"),
    "term_expired": _too_late,
    "version_mismatch": _changed_meanwhile,
    "limit_reached": _limit,
    "malformed": lambda it: it.signal("claim", {"id": "nobody's"}, RECORDED),
    "ground_required": command_action("complete", outcome="refused"),
    "language_not_allowed": command_action(
        "complete", outcome="explained", text="Вам разъяснили порядок и сроки."
    ),
    "outcome_not_allowed": command_action("complete", outcome="answered"),
    "backward_referral": _backward,
    "same_assignee": command_action("refer", step="reception", reason="other"),
    "unknown_step": command_action("refer", step="sponsor", reason="needs_resources"),
    "impossible_date": command_action(
        "request-information", text="Неше адам?", happened_on={"date": "2020-01-06", "reason": "Кеше."}
    ),
    "not_in_future": command_action("hold", until="2026-01-01T00:00:00+05:00", reason="on_leave"),
    "hold_too_long": command_action("hold", until="2036-01-01T00:00:00+05:00", reason="on_leave"),
    "extension_too_long": lambda it: it.try_appeal_command("supervisor", "extend", term="3mo", text="Көп."),
    "extension_not_allowed": _extension_not_allowed,
    "decision_not_allowed": command_action("complete", outcome="resolved", decision="burdensome_act"),
    "termination_ground_not_allowed": command_action(
        "complete", outcome="terminated", termination_ground="anonymous"
    ),
    "office_not_authorised": lambda it: it.try_appeal_command("operator", "extend", term="5wd", text="Күту."),
    "hearing_required": command_action("complete", outcome="refused", ground="no_right"),
    "reasons_required": command_action(
        "complete", outcome="refused", ground="no_right", hearing_exception="other_law"
    ),
    "not_announced_yet": lambda it: it.try_appeal_command("clerk", "submit-objection", text="Келіспеймін."),
    "too_early": _too_early,
    "merged_into_itself": lambda it: it.try_appeal_command("clerk", "merge", into=it.talon["id"]),
    "nothing_to_correct": lambda it: it.try_appeal_command("clerk", "correct-applicant"),
    "registration_day_out_of_range": lambda it: it.try_appeal_command(
        "clerk", "record-body-registration", number="17", registered_on="2036-01-01"
    ),
    "question_required": _unclear_question,
    "unknown_question": lambda it: it.try_appeal_command(
        "clerk", "provide-information", question=7, text="Абай, 1."
    ),
    "calendar_exhausted": lambda it: _registered(it, received_at="2018-01-01T00:00:00+06:00"),
    "not_provided_by_law": _before_any_law,
    "defect_correction_pending": _already_awaited,
    "not_notified_yet": _defects_not_notified,
    "no_defects_to_correct": lambda it: it.try_appeal_command(
        "clerk", "correct-defects", text="Қол қойылды."
    ),
    "defect_correction_term_too_long": command_action("report-defects", term="11wd", **DEFECTS),
    "identical_appeal_required": command_action("return-to-applicant", **IDENTICAL),
    "written_form_required": lambda it: it.try_appeal_command("clerk", "withdraw"),
    "danger_takes_precedence": _danger_first,
    "intake_resolution_not_allowed": lambda it: _registered(it, kind="complaint", intake_resolution=SETTLED),
    "not_forwardable": command_action("forward-complaint"),
    "no_superior": _no_superior,
    "forward_required": _forward_instead,
    "not_competent_to_decide": _no_power,
    "redirect_required": _redirect_instead,
    "merge_not_allowed": _not_to_be_merged,
    "recusal_already_requested": _challenged_before,
    "no_holder_to_recuse": _no_holder_to_recuse,
    "recusal_pending": _recusal_pending,
    "barred": _barred,
    "unknown_demand": lambda it: _part_of(it, [str(uuid4())]),
    "invalid_split": _not_a_part,
    "unknown_topic": lambda it: _registered(it, topic="ufo"),
    "unknown_region": lambda it: _registered(it, region="99"),
    "unknown_reception": lambda it: _registered(it, "operator", reception="nowhere"),
    "unknown_organisation": command_action("refer", step="agency", reason="other", to="nowhere"),
}


def test_no_refusal_is_left_out() -> None:
    assert REFUSED.keys() | OF_RECEPTIONS | OF_CALENDARS | OF_THE_RULEBOOK == REFUSALS.keys() - PARENTS


@pytest.mark.parametrize("code", REFUSED)
async def test_every_refusal_is_provoked(harness: ApiHarness, code: str) -> None:
    it = await claim_new_appeal(harness, topic="housing-repair")
    answer = await REFUSED[code](it)
    if isinstance(answer, httpx2.Response):
        assert_problem(answer, STATUS_BY_CODE[code], code)
    else:
        assert answer.details["code"] == code


async def test_an_integrator_reads_why_its_signal_was_refused(harness: ApiHarness) -> None:
    it = await HttpAppeal.begin(harness, who="integrator", channel="e_government")
    command = c.ConfirmReceipt(harness.people["integrator"], received=True)
    await it.signal("confirm-receipt", CommandMessage(command_id=uuid4(), command=command), "command_refused")
    past = (await harness.get("integrator", f"/v1/appeals/{it.talon['id']}/timeline")).json()["past"]
    assert past[-1]["details"]["verb"] == "confirm-receipt"
    assert past[-1]["details"]["code"] == "not_allowed_in_status"
    assert past[-1]["by"]["role"] == "integrator"
