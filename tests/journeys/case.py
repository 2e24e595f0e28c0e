"""One appeal at the counter, held by the clerk, to which anything may be said."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx2

from tests.api.house import House
from workflows.names import workflow_id

UNTIL = (datetime.now(UTC) + timedelta(days=3)).isoformat()


@dataclass
class Case:
    """One appeal at the counter, held by the clerk."""

    house: House
    talon: dict[str, Any]
    task: dict[str, Any]

    async def ask(self, who: str, what: str, **body: Any) -> httpx2.Response:
        return await self.house.post(who, f"/v1/appeals/{self.talon['id']}/{what}", body)

    async def give(self, who: str, verb: str, **body: Any) -> httpx2.Response:
        return await self.house.verb(who, self.task, verb, **body)

    async def past(self) -> list[dict[str, Any]]:
        told = await self.house.get("operator", f"/v1/appeals/{self.talon['id']}/timeline")
        past: list[dict[str, Any]] = told.json()["past"]
        return past

    async def signalled(self, verb: str, sent: object, event: str) -> dict[str, Any]:
        """Signal, and return the *event* that is recorded of it."""
        handle = self.house.client.get_workflow_handle(workflow_id(UUID(self.talon["id"])))
        await handle.signal(verb, sent)
        while (last := (await self.past())[-1])["event"] != event:
            await asyncio.sleep(0.05)
        return last

    async def demands(self) -> list[str]:
        seen = (await self.house.get("operator", f"/v1/appeals/{self.talon['id']}")).json()
        return [each["id"] for each in seen["demands"]]

    async def side(self) -> dict[str, Any]:
        await self.give("clerk", "open-side-task", specialty="lawyer", mandatory=True)
        appeal = (await self.house.get("operator", f"/v1/appeals/{self.talon['id']}")).json()
        side: dict[str, Any] = next(each for each in appeal["tasks"] if each["purpose"] == "side")
        return side

    async def duty(self, name: str) -> dict[str, Any]:
        """Return the last task that the law asks for under this name."""
        appeal = (await self.house.get("operator", f"/v1/appeals/{self.talon['id']}")).json()
        owed: list[dict[str, Any]] = [each for each in appeal["tasks"] if each["duty"] == name]
        return owed[-1]

    async def challenged(self) -> httpx2.Response:
        """Ask that the clerk who holds it has no part in it."""
        clerk = str(self.house.people["clerk"].id)
        return await self.ask("clerk", "challenge", person=clerk, text="Ол туысым емес.")

    async def recusal(self, *, upheld: bool = True) -> None:
        await self.challenged()
        await self.house.verb("supervisor", await self.duty("recusal"), "decide-recusal", upheld=upheld)

    async def offered(self) -> dict[str, Any]:
        await self.give("clerk", "refer", step="agency", reason="competence")
        return await self.house.main_task(self.talon["id"])


async def case(house: House, **changes: Any) -> Case:
    talon, task = await house.started(**changes)
    held = Case(house, talon, task)
    answer = await held.give("clerk", "claim")
    assert answer.status_code == 200, answer.text
    return held


Deed = Callable[[Case], Awaitable[Any]]


def give(verb: str, who: str = "clerk", **body: Any) -> Deed:
    return lambda it: it.give(who, verb, **body)
