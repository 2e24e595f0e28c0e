"""tests.support.api.task_commands."""

from typing import Any

from tests.support.api.harness import ApiHarness


async def register_and_claim(harness: ApiHarness, **changes: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    talon, task = await harness.register_and_start(**changes)
    answer = await harness.send_task_command("clerk", task, "claim")
    assert answer.status_code == 200, answer.text
    return talon, answer.json()
