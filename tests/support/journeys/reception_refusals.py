"""tests.support.journeys.reception_refusals."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from uuid import uuid4

import httpx2

from api.openapi.request_examples import REQUEST_EXAMPLES
from tests.support.journeys.simulation import Simulation

PLACE = "Тәуке хан даңғылы, 1, 12-кабинет"


VISIT = {name: example for name, example in REQUEST_EXAMPLES["register_visit"].items() if name != "booking"}


FAR: dict[str, Any] = {"begins_at": "2100-03-01T10:00:00+05:00", "ends_at": "2100-03-01T12:00:00+05:00"}


def hours(begins: datetime, ends: datetime) -> dict[str, Any]:
    return {"begins_at": begins.isoformat(), "ends_at": ends.isoformat()}


async def approve(simulation: Simulation, who: str = "head", day: int = 1, **changes: Any) -> httpx2.Response:
    """Have a reception approved for ten to twelve of a working day."""
    body = {
        "organisation": "akimat-61",
        "official": str(simulation.harness.people["head"].id),
        "place": PLACE,
        **hours(simulation.on_workday(day), simulation.on_workday(day, 12)),
    }
    return await simulation.harness.post(who, "/v1/receptions", body | changes)


async def approved(simulation: Simulation, **changes: Any) -> dict[str, Any]:
    answer = await approve(simulation, **changes)
    assert answer.status_code == 201, answer.text
    reception: dict[str, Any] = answer.json()
    return reception


async def visit(
    simulation: Simulation,
    reception: dict[str, Any],
    key: str | None = None,
    who: str = "head",
    **changes: Any,
) -> httpx2.Response:
    return await simulation.harness.post(
        who, f"/v1/receptions/{reception['id']}/visits", VISIT | changes, key
    )


async def do(
    simulation: Simulation, reception: dict[str, Any], what: str, who: str = "head", **body: Any
) -> Any:
    return await simulation.harness.post(who, f"/v1/receptions/{reception['id']}/{what}", body or None)


async def _at(simulation: Simulation, day: int, hour: int = 10) -> dict[str, Any]:
    reception = await approved(simulation)
    simulation.clock.move_to(simulation.on_workday(day, hour))
    return reception


async def _cancelled(simulation: Simulation) -> httpx2.Response:
    reception = await approved(simulation)
    await do(simulation, reception, "cancel", reason="Ауырды")
    return await visit(simulation, reception)


async def _begun(simulation: Simulation) -> Any:
    return await do(simulation, await _at(simulation, 1), "cancel", reason="Кеш")


async def _over(simulation: Simulation) -> Any:
    return await do(simulation, await _at(simulation, 1, 12), "bookings")


async def _overlap(simulation: Simulation) -> httpx2.Response:
    await approved(simulation)
    return await approve(simulation, **hours(simulation.on_workday(1, 11), simulation.on_workday(1, 13)))


async def _moved_onto_another(simulation: Simulation) -> Any:
    await approved(simulation)
    other = await approved(simulation, day=2)
    return await do(
        simulation,
        other,
        "reschedule",
        reason="Іссапар",
        **hours(simulation.on_workday(1), simulation.on_workday(1, 11)),
    )


async def _not_your_visit(simulation: Simulation) -> httpx2.Response:
    return await visit(simulation, await _at(simulation, 1), who="clerk")


async def _unknown_booking(simulation: Simulation) -> httpx2.Response:
    return await visit(simulation, await _at(simulation, 1), booking=7)


Provoked = Callable[[Simulation], Awaitable[Any]]


REFUSED_RECEPTION_COMMANDS: list[tuple[str, Provoked]] = [
    ("not_your_reception", lambda it: approve(it, "supervisor")),
    ("not_your_reception", lambda it: approve(it, "far_head")),
    ("not_your_reception", _not_your_visit),
    ("reception_cancelled", _cancelled),
    ("reception_started", _begun),
    ("reception_not_started", lambda it: _then(it, visit)),
    ("reception_ended", _over),
    ("receptions_overlap", _overlap),
    ("receptions_overlap", _moved_onto_another),
    ("official_not_eligible", lambda it: approve(it, official=str(it.harness.people["clerk"].id))),
    ("invalid_hours", lambda it: approve(it, **hours(it.on_workday(1), it.on_workday(2)))),
    ("unknown_booking", _unknown_booking),
    ("not_in_future", lambda it: approve(it, day=-1)),
    ("invalid_hours", lambda it: approve(it, ends_at=it.on_workday(1).isoformat())),
    ("calendar_exhausted", lambda it: approve(it, **FAR)),
    ("unknown_person", lambda it: approve(it, official=str(uuid4()))),
    ("unknown_organisation", lambda it: approve(it, organisation="nowhere")),
    ("not_found", lambda it: visit(it, {"id": uuid4()})),
]


async def _then(simulation: Simulation, what: Callable[[Simulation, dict[str, Any]], Awaitable[Any]]) -> Any:
    return await what(simulation, await approved(simulation))
