"""Every refusal is provoked, over HTTP or as an integrator's signal."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from api.http.problems import STATUSES
from api.openapi.request_examples import REQUESTS
from domain import commands as c
from domain.errors import REFUSALS
from schemas.wire.messages import Given
from tests.api.house import House
from tests.api.test_calendars import BY_ITSELF
from tests.api.test_calendars import REFUSED as OF_A_CALENDAR
from tests.api.test_edge import check
from tests.journeys.case import Case, Deed, case, give
from tests.journeys.test_receptions import REFUSED as OF_A_RECEPTION

PARENTS = {code for code, each in REFUSALS.items() if each.__subclasses__()}
OF_THE_RULEBOOK = {  # no door asks it yet: tests/domain/test_rulebook.py
    *("no_rulebook", "unknown_kind"),
}
OF_RECEPTIONS = {code for code, _ in OF_A_RECEPTION if code in REFUSALS} - PARENTS  # provoked there
OF_CALENDARS = {code for _, _, code in OF_A_CALENDAR if code in REFUSALS} | BY_ITSELF  # provoked there
RECORDED = "command_refused"


async def _registered(it: Case, who: str = "clerk", **changes: Any) -> httpx2.Response:
    return await it.house.post(who, "/v1/appeals", REQUESTS["register_appeal"] | changes)


async def _not_your_group(it: Case) -> httpx2.Response:
    return await it.house.verb("operator", await it.offered(), "decline", reason="other")


async def _task_not_ready(it: Case) -> httpx2.Response:
    await it.give("clerk", "release")
    return await it.give("clerk", "complete", outcome="explained")


async def _task_closed(it: Case) -> httpx2.Response:
    await it.offered()
    return await it.give("clerk", "claim")


async def _appeal_closed(it: Case) -> httpx2.Response:
    await it.ask("clerk", "withdrawal", text="Қайтарып аламын.")
    return await it.ask("clerk", "withdrawal", text="Қайтарып аламын.")


async def _side_task_open(it: Case) -> httpx2.Response:
    await it.side()
    return await it.give("clerk", "complete", outcome="explained")


async def _backward(it: Case) -> httpx2.Response:
    offered = await it.offered()
    await it.house.verb("officer", offered, "accept")
    return await it.house.verb("officer", offered, "refer", step="reception", reason="other")


async def _too_late(it: Case) -> httpx2.Response:
    long_ago = (datetime.now(UTC) - timedelta(days=60)).isoformat()
    late = Case(it.house, *await it.house.started(received_at=long_ago))
    return await late.ask("head", "extension", term="1wd", text="Кеш.")


async def _limit(it: Case) -> httpx2.Response:
    await it.ask("supervisor", "extension", term="1wd", text="Күту.")
    return await it.ask("supervisor", "extension", term="1wd", text="Тағы.")


async def _unknown_task(it: Case) -> dict[str, Any]:
    command = c.Claim(it.house.people["clerk"], uuid4())
    return await it.signalled("claim", Given(id=uuid4(), command=command), RECORDED)


async def _changed_meanwhile(it: Case) -> httpx2.Response:
    path = f"/v1/tasks/{it.task['id']}"
    seen = (await it.house.get("clerk", path)).headers["ETag"]
    await it.give("clerk", "release")
    return await it.house.post("clerk", f"{path}/claim", {}, If_Match=seen)


async def _extension_not_allowed(it: Case) -> httpx2.Response:
    complaint = Case(it.house, *await it.house.started(kind="complaint"))
    return await complaint.ask("head", "extension", term="5wd", text="Күту.")


async def _too_early(it: Case) -> httpx2.Response:
    await it.give("clerk", "tell-preliminary", text="Бас тартуға ниеттіміз.")
    return await it.give("clerk", "complete", outcome="refused", ground="no_right")


async def _danger_first(it: Case) -> httpx2.Response:
    await it.give("clerk", "flag-danger", danger="crime")
    task = await it.house.main_task(it.talon["id"])
    reasons = {"ground": "obscene", "text": "Себебі бар."}
    return await it.house.verb("operator", task, "return-to-applicant", override=True, **reasons)


async def _challenged_before(it: Case) -> httpx2.Response:
    await it.challenged()
    return await it.challenged()


async def _nobody_to_challenge(it: Case) -> httpx2.Response:
    await it.give("clerk", "release")
    return await it.ask("clerk", "challenge", text="Ол туысым емес.")


async def _nobody_above(it: Case) -> httpx2.Response:
    complaint = Case(it.house, *await it.house.started(kind="complaint", agency="akimat-61"))
    return await complaint.give("operator", "forward")


async def _forward_instead(it: Case) -> httpx2.Response:
    complaint = Case(it.house, *await it.house.started(kind="complaint", about=it.talon["id"]))
    there = {"to": "employment-61", "text": "Бізге қатысы жоқ."}
    return await complaint.give("operator", "redirect", override=True, **there)


async def _no_power(it: Case) -> httpx2.Response:
    helped = Case(it.house, *await it.house.started(topic="single-parents"))
    await helped.give("operator", "refer", step="specialist", reason="other", override=True)
    there = await it.house.main_task(helped.talon["id"])
    no = {"outcome": "refused", "ground": "no_right"}
    return await it.house.verb("operator", there, "complete", **no, override=True)


async def _redirect_instead(it: Case) -> httpx2.Response:
    there = {"organisation": "employment-61", "role": "officer"}
    return await it.house.verb("operator", await it.offered(), "reassign", **there)


async def _not_to_be_merged(it: Case) -> httpx2.Response:
    other = await it.house.register(applicant={"name": "Басқа Адам"})
    return await it.ask("clerk", "merge", into=other["id"])


async def _recusal_pending(it: Case) -> httpx2.Response:
    await it.challenged()
    return await it.give("clerk", "complete", outcome="resolved")


async def _barred(it: Case) -> httpx2.Response:
    await it.recusal()
    return await it.give("clerk", "claim")


SETTLED = {"outcome": "explained", "text": "Тәртібі түсіндірілді."}
DEFECTS: dict[str, Any] = {"missing": ["signature"], "text": "Қолыңыз жоқ."}
IDENTICAL = {"ground": "identical", "text": "Дәл осындай өтініш қаралған."}


async def _already_awaited(it: Case) -> httpx2.Response:
    await it.give("clerk", "name-defects", term="3wd", **DEFECTS)
    return await it.give("clerk", "name-defects", term="3wd", **DEFECTS)


async def _part_of(it: Case, demands: list[str]) -> httpx2.Response:
    return await it.give("clerk", "redirect-part", demands=demands, to="housing-61", text="Жіберілді.")


async def _not_a_part(it: Case) -> httpx2.Response:
    return await _part_of(it, await it.demands())


REFUSED: dict[str, Deed] = {
    "unknown_task": _unknown_task,
    "not_your_group": _not_your_group,
    "not_the_holder": give("reassign", "rival", organisation="reception-61", role="clerk"),
    "not_a_supervisor": give("release", "rival", override=True),
    "task_held_by_another": give("claim", "rival"),
    "task_not_ready": _task_not_ready,
    "task_closed": _task_closed,
    "appeal_closed": _appeal_closed,
    "appeal_not_closed": lambda it: it.ask("clerk", "reopening", text="Қайта."),
    "not_now": lambda it: it.ask("clerk", "receipt", received=True),
    "side_task_open": _side_task_open,
    "nothing_to_return_to": give("return", reason="other"),
    "too_late": _too_late,
    "changed_meanwhile": _changed_meanwhile,
    "limit_reached": _limit,
    "malformed": lambda it: it.signalled("claim", {"id": "nobody's"}, RECORDED),
    "ground_required": give("complete", outcome="refused"),
    "wrong_language": give("complete", outcome="explained", text="Вам разъяснили порядок и сроки."),
    "wrong_outcome": give("complete", outcome="answered"),
    "backward_referral": _backward,
    "same_receiver": give("refer", step="reception", reason="other"),
    "unknown_step": give("refer", step="sponsor", reason="needs_means"),
    "not_in_future": give("hold", until="2026-01-01T00:00:00+05:00", reason="leave"),
    "hold_too_long": give("hold", until="2036-01-01T00:00:00+05:00", reason="leave"),
    "extension_too_long": lambda it: it.ask("supervisor", "extension", term="3mo", text="Көп."),
    "extension_not_allowed": _extension_not_allowed,
    "wrong_decision": give("complete", outcome="resolved", decision="burdensome_act"),
    "wrong_termination": give("complete", outcome="terminated", termination="anonymous"),
    "wrong_office": lambda it: it.ask("operator", "extension", term="5wd", text="Күту."),
    "hearing_first": give("complete", outcome="refused", ground="no_right"),
    "reasons_required": give("complete", outcome="refused", ground="no_right", hearing_exception="other_law"),
    "nothing_told": lambda it: it.ask("clerk", "objection", text="Келіспеймін."),
    "too_early": _too_early,
    "merged_into_itself": lambda it: it.ask("clerk", "merge", into=it.talon["id"]),
    "calendar_exhausted": lambda it: _registered(it, received_at="2018-01-01T00:00:00+06:00"),
    "not_in_law": lambda it: _registered(it, received_at="2021-06-01T10:00:00+06:00", danger="crime"),
    "already_awaited": _already_awaited,
    "nothing_to_mend": lambda it: it.ask("clerk", "mending", text="Қол қойылды."),
    "mend_term_too_long": give("name-defects", term="11wd", **DEFECTS),
    "earlier_required": give("return-to-applicant", **IDENTICAL),
    "writing_required": lambda it: it.ask("clerk", "withdrawal"),
    "danger_first": _danger_first,
    "not_here_and_now": lambda it: _registered(it, kind="complaint", here_and_now=SETTLED),
    "nothing_to_forward": give("forward"),
    "nobody_above": _nobody_above,
    "forward_instead": _forward_instead,
    "no_power": _no_power,
    "redirect_instead": _redirect_instead,
    "not_to_be_merged": _not_to_be_merged,
    "challenged_before": _challenged_before,
    "nobody_to_challenge": _nobody_to_challenge,
    "recusal_pending": _recusal_pending,
    "barred": _barred,
    "unknown_demand": lambda it: _part_of(it, [str(uuid4())]),
    "not_a_part": _not_a_part,
    "unknown_topic": lambda it: _registered(it, topic="ufo"),
    "unknown_region": lambda it: _registered(it, region="99"),
    "unknown_reception": lambda it: _registered(it, "operator", reception="nowhere"),
    "unknown_organisation": give("refer", step="agency", reason="other", to="nowhere"),
}


def test_no_refusal_is_left_out() -> None:
    assert REFUSED.keys() | OF_RECEPTIONS | OF_CALENDARS | OF_THE_RULEBOOK == REFUSALS.keys() - PARENTS


@pytest.mark.parametrize("code", REFUSED)
async def test_every_refusal_is_provoked(house: House, code: str) -> None:
    it = await case(house, topic="housing-repair")
    answer = await REFUSED[code](it)
    if isinstance(answer, httpx2.Response):
        check(answer, STATUSES[code], code)
    else:
        assert answer["details"]["code"] == code


async def test_an_integrator_reads_why_its_signal_was_refused(house: House) -> None:
    it = Case(house, *await house.started(who="integrator", channel="e_government"))
    command = c.ConfirmReceipt(house.people["integrator"], received=True)
    await it.signalled("confirm-receipt", Given(id=uuid4(), command=command), "command_refused")
    told = (await house.get("integrator", f"/v1/appeals/{it.talon['id']}/timeline")).json()["past"]
    assert told[-1]["details"] == {"command": "confirm-receipt", "code": "not_now"}
    assert told[-1]["by"]["role"] == "integrator"
