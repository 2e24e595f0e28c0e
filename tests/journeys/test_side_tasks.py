"""Others are asked for a part of the work, and those who asked may call the asking off."""

from typing import Any

from tests.support.api.problems import assert_problem
from tests.support.journeys.http_appeal import HttpAppeal
from tests.support.journeys.simulation import Simulation


async def with_three_asked(simulation: Simulation) -> tuple[HttpAppeal, dict[str, dict[str, Any]]]:
    """Let the agency ask a lawyer, a psychologist and another agency; return their tasks by organisation."""
    await simulation.add_person("psychologist", "family-support-61", "specialist")
    await simulation.add_person("teacher", "education-61", "officer")
    life = await simulation.register(topic="unsafe-housing")
    await life.bring_to_agency()
    await life.task_command("officer", "open-side-task", specialty="lawyer", mandatory=True)
    await life.task_command("officer", "open-side-task", specialty="psychologist", mandatory=True)
    await life.task_command("officer", "open-side-task", step="agency", to="education-61")
    tasks = (await life.read())["tasks"]
    return life, {each["organisation"]: each for each in tasks if each["purpose"] == "side"}


async def run_command(
    simulation: Simulation, who: str, task: dict[str, Any], verb: str, **body: Any
) -> dict[str, Any]:
    answer = await simulation.harness.request_until_done(who, f"/v1/tasks/{task['id']}/{verb}", body)
    assert answer.status_code == 200, answer.text
    given: dict[str, Any] = answer.json()
    return given


async def test_who_has_asked_may_call_it_off(simulation: Simulation) -> None:
    """The asked one's task was not there for those who had asked, and blocked their closing for good."""
    life, side = await with_three_asked(simulation)
    asked = side["legal-aid-61"]
    seen = await simulation.harness.get("officer", f"/v1/tasks/{asked['id']}")
    assert seen.json()["allowed_verbs"] == ["cancel-side-task"]
    assert_problem(await simulation.harness.get("clerk", f"/v1/tasks/{asked['id']}"), 404, "not_found")
    assert_problem(await simulation.harness.get("stranger", f"/v1/tasks/{asked['id']}"), 404, "not_found")
    assert_problem(
        await simulation.harness.send_task_command("officer", asked, "claim"), 403, "not_your_group"
    )
    await run_command(simulation, "officer", asked, "cancel-side-task", text="Енді қажет емес.")
    await run_command(simulation, "officer", side["family-support-61"], "cancel-side-task")
    assert (await life.task_command("officer", "complete", outcome="explained"))["state"] == "completed"
