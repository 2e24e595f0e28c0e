"""The calendar over HTTP: what it does not reach is refused, and an appeal keeps the version of its day."""

import pytest

from api.openapi.request_examples import REQUEST_EXAMPLES
from tests.support.api.problems import assert_problem
from tests.support.journeys.simulation import Simulation


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
