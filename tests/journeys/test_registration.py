"""Registration over HTTP: every appeal is accepted, and its applicant gets a talon."""

from datetime import datetime, timedelta
from itertools import product

import pytest

from api.openapi.request_examples import REQUEST_EXAMPLES
from schemas.http.requests.intake import Channel
from tests.support.journeys.simulation import Simulation

LEAST: dict[str, object] = {
    "language": "kk",
    "region": "61",
    "reception": "reception-61",
    "topic": "housing-queue",
    "text": "Көмек.",
}
NAMED: dict[str, object] = {"applicant": {"name": "Гүлнұр"}}
ANONYMOUS: dict[str, object] = {"anonymous": True}


@pytest.mark.law("АППК 64(1)")
@pytest.mark.law("АППК 64(2)")
async def test_the_barest_appeal_is_taken_in_by_every_channel_and_gets_its_talon(
    simulation: Simulation,
) -> None:
    for channel, who in product(Channel, (NAMED, ANONYMOUS)):
        answer = await simulation.harness.post("clerk", "/v1/appeals", LEAST | who | {"channel": channel})
        assert answer.status_code == 201, answer.text
        talon = answer.json()
        assert talon["number"].startswith("HK-")
        assert datetime.fromisoformat(talon["registered_at"]).tzinfo
        assert talon["received_by"]["name"] == "Айгүл Серікова"
        assert talon["received_by"]["post"] == "қабылдау бөлмесінің қызметкері"


@pytest.mark.law("АППК 64(1)")
async def test_nothing_in_the_api_refuses_to_accept(simulation: Simulation) -> None:
    described = (await simulation.harness.http.get("/openapi.json")).json()
    operations = {
        method["operationId"]: path
        for path, methods in described["paths"].items()
        for method in methods.values()
    }
    taking_in = {name for name, path in operations.items() if path == "/v1/appeals"}
    assert "register_appeal" in taking_in
    assert not [name for name in operations if name.startswith(("reject", "refuse", "deny"))]


@pytest.mark.law("АППК 64(1)")
async def test_the_same_brought_twice_is_taken_in_twice(simulation: Simulation) -> None:
    first, second = await simulation.harness.register(), await simulation.harness.register()
    assert first["number"] != second["number"]


async def test_each_demand_is_kept_by_itself(simulation: Simulation) -> None:
    body = REQUEST_EXAMPLES["register_appeal"] | {"demands": ["Пәтер.", "Балабақша."]}
    talon = (await simulation.harness.post("clerk", "/v1/appeals", body)).json()
    seen = (await simulation.harness.get("clerk", f"/v1/appeals/{talon['id']}")).json()
    assert [each["text"] for each in seen["demands"]] == ["Пәтер.", "Балабақша."]


@pytest.mark.law("АППК 64(3)")
async def test_entry_a_week_later_left_no_trace_of_the_breach(simulation: Simulation) -> None:
    received = simulation.on_workday(0) - timedelta(days=7)
    life = await simulation.register(received_at=received.isoformat())
    registered, _, late = (await life.past_events())[:3]
    assert (registered.event, late.event) == ("registered", "registered_late")
    assert late.details["article"] == "АППК 64(3)"
    assert datetime.fromisoformat(late.details["received_at"]) == received
    assert datetime.fromisoformat(late.details["due_at"]) < datetime.fromisoformat(late.details["entered_at"])
    copied = {"system": "old-register", "id": "17"}
    other = await simulation.register("operator", received_at=received.isoformat(), source=copied)
    assert await other.past_events("registered_late") == []
