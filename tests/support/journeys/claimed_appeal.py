"""One appeal at the counter, held by the clerk, to which any command may be sent."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2

from tests.support.api.harness import ApiHarness
from workflows.names import appeal_workflow_id

HOLD_UNTIL = (datetime.now(UTC) + timedelta(days=3)).isoformat()


@dataclass
class ClaimedAppeal:
    """One appeal at the counter, held by the clerk."""

    harness: ApiHarness
    talon: dict[str, Any]
    task: dict[str, Any]

    async def send_appeal_command(self, who: str, what: str, **body: Any) -> httpx2.Response:
        return await self.harness.post(who, f"/v1/appeals/{self.talon['id']}/{what}", body)

    async def send_task_command(self, who: str, verb: str, **body: Any) -> httpx2.Response:
        return await self.harness.send_task_command(who, self.task, verb, **body)

    async def past_events(self) -> list[dict[str, Any]]:
        timeline = await self.harness.get("operator", f"/v1/appeals/{self.talon['id']}/timeline")
        past: list[dict[str, Any]] = timeline.json()["past"]
        return past

    async def signal(self, verb: str, sent: object, event: str) -> dict[str, Any]:
        """Signal, and return the *event* that is recorded of it."""
        handle = self.harness.temporal_client.get_workflow_handle(appeal_workflow_id(self.talon["number"]))
        await handle.signal(verb, sent)
        while (last := (await self.past_events())[-1])["event"] != event:
            await asyncio.sleep(0.05)
        return last

    async def demand_ids(self) -> list[str]:
        seen = (await self.harness.get("operator", f"/v1/appeals/{self.talon['id']}")).json()
        return [each["id"] for each in seen["demands"]]

    async def open_side_task(self) -> dict[str, Any]:
        await self.send_task_command("clerk", "open-side-task", specialty="lawyer", mandatory=True)
        appeal = (await self.harness.get("operator", f"/v1/appeals/{self.talon['id']}")).json()
        side: dict[str, Any] = next(each for each in appeal["tasks"] if each["purpose"] == "side")
        return side

    async def last_duty(self, name: str) -> dict[str, Any]:
        """Return the last task that the law asks for under this name."""
        appeal = (await self.harness.get("operator", f"/v1/appeals/{self.talon['id']}")).json()
        owed: list[dict[str, Any]] = [each for each in appeal["tasks"] if each["duty"] == name]
        return owed[-1]

    async def challenge_clerk(self) -> httpx2.Response:
        """Ask that the clerk who holds it has no part in it."""
        clerk = str(self.harness.people["clerk"].id)
        return await self.send_appeal_command(
            "clerk", "request-recusal", person=clerk, text="Ол туысым емес."
        )

    async def decide_recusal(self, *, upheld: bool = True) -> None:
        await self.challenge_clerk()
        await self.harness.send_task_command(
            "supervisor", await self.last_duty("recusal"), "decide-recusal", upheld=upheld
        )

    async def refer_to_agency(self) -> dict[str, Any]:
        await self.send_task_command("clerk", "refer", step="agency", reason="other_competent_body")
        return await self.harness.main_task(self.talon["id"])


async def claim_new_appeal(harness: ApiHarness, **changes: Any) -> ClaimedAppeal:
    talon, task = await harness.register_and_start(**changes)
    held = ClaimedAppeal(harness, talon, task)
    answer = await held.send_task_command("clerk", "claim")
    assert answer.status_code == 200, answer.text
    return held


Action = Callable[[ClaimedAppeal], Awaitable[Any]]


def command_action(verb: str, who: str = "clerk", **body: Any) -> Action:
    return lambda it: it.send_task_command(who, verb, **body)
