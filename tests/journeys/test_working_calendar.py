"""The calendar of the country over HTTP: when what was received is registered, and when it is due."""

from datetime import datetime

import pytest

from api.openapi.request_examples import REQUEST_EXAMPLES
from tests.support.api.problems import assert_problem
from tests.support.journeys.dates import almaty_datetime
from tests.support.journeys.simulation import Simulation

VECTORS = [
    ("2026-02-02T10:00", "2026-02-02T10:00", "2026-02-23"),
    ("2026-03-06T18:31", "2026-03-10T09:00", "2026-04-03"),
    ("2026-03-18T09:00", "2026-03-18T09:00", "2026-04-13"),
    ("2026-04-30T17:00", "2026-04-30T17:00", "2026-05-26"),
    ("2026-05-05T12:00", "2026-05-05T12:00", "2026-05-29"),
    ("2026-08-28T19:00", "2026-08-31T09:00", "2026-09-21"),
    ("2026-10-23T11:00", "2026-10-23T11:00", "2026-11-16"),
    ("2026-12-11T16:00", "2026-12-11T16:00", "2027-01-06"),
]


async def test_fifteen_working_days_are_those_of_kazakhstan(simulation: Simulation) -> None:
    for received, registered, due in VECTORS:
        talon = await simulation.harness.register(received_at=almaty_datetime(received).isoformat())
        assert datetime.fromisoformat(talon["registered_at"]) == almaty_datetime(registered)
        assert datetime.fromisoformat(talon["statutory_due_at"]) == almaty_datetime(f"{due}T18:30")


@pytest.mark.parametrize(
    ("received", "code"),
    [("2018-06-01T10:00:00+06:00", "calendar_exhausted"), ("2090-01-01T10:00:00+05:00", "validation_failed")],
)
async def test_what_was_received_out_of_time_is_refused(
    simulation: Simulation, received: str, code: str
) -> None:
    body = REQUEST_EXAMPLES["register_appeal"] | {"received_at": received}
    assert_problem(await simulation.harness.post("clerk", "/v1/appeals", body), 422, code)
    assert (await simulation.harness.get("operator", "/v1/appeals")).json()["items"] == []


async def test_an_appeal_keeps_its_calendar_and_policy(simulation: Simulation) -> None:
    life = await simulation.register()
    seen = await life.read()
    assert (seen["calendar"], seen["policy"]) == ("kz-2026.1", "kazakhstan-2026.2")
