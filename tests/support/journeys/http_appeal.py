"""The HTTP driver: one appeal, as the people who work on it and the applicant reach it over HTTP."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx2
from temporalio.client import WorkflowHandle

from domain.state.task import WAITING
from schemas.http.responses.clocks import AppealTimeLedgerView
from store.appeals import personal_data
from tests.support.api.harness import ApiHarness
from tests.support.journeys.timeline import PastEvent, Timeline, read_timeline
from workflows.names import appeal_workflow_id

HOLD_UNTIL = (datetime.now(UTC) + timedelta(days=3)).isoformat()


@dataclass
class HttpAppeal:
    """The HTTP driver: a method named try_… returns the response, the others demand success."""

    harness: ApiHarness
    talon: dict[str, Any]

    @classmethod
    async def begin(cls, harness: ApiHarness, **changes: Any) -> "HttpAppeal":
        """Register an appeal, and return it once its workflow runs."""
        talon, _ = await harness.register_and_start(**changes)
        return cls(harness, talon)

    @property
    def id(self) -> UUID:
        return UUID(self.talon["id"])

    @property
    def number(self) -> str:
        return str(self.talon["number"])

    @property
    def path(self) -> str:
        return f"/v1/appeals/{self.id}"

    @property
    def handle(self) -> WorkflowHandle[Any, Any]:
        return self.harness.temporal_client.get_workflow_handle(appeal_workflow_id(self.number))

    async def read(self, who: str = "operator") -> dict[str, Any]:
        """Read the appeal."""
        answer = await self.harness.get(who, self.path)
        assert answer.status_code == 200, answer.text
        seen: dict[str, Any] = answer.json()
        return seen

    async def task(self, purpose: str = "work") -> dict[str, Any]:
        """Return the task of this purpose that was opened last; of two at one instant the one still open."""
        tasks: list[dict[str, Any]] = (await self.read())["tasks"]
        return max(
            (each for each in tasks if each["purpose"] == purpose),
            key=lambda each: (each["opened_at"], each["due_at"] is not None, each["id"]),
        )

    async def duty(self, name: str) -> dict[str, Any]:
        """Return the last task that the law requires under this name."""
        owed: list[dict[str, Any]] = [each for each in (await self.read())["tasks"] if each["duty"] == name]
        return owed[-1]

    async def demand_ids(self) -> list[str]:
        return [each["id"] for each in (await self.read())["demands"]]

    async def try_task_command(
        self, who: str, verb: str, on: str | dict[str, Any] = "work", **body: Any
    ) -> httpx2.Response:
        """Send a command to a task, or to the last one of a purpose, and return the response."""
        task = await self.task(on) if isinstance(on, str) else on
        return await self.harness.request_until_done(who, f"/v1/tasks/{task['id']}/{verb}", body)

    async def task_command(
        self, who: str, verb: str, on: str | dict[str, Any] = "work", **body: Any
    ) -> dict[str, Any]:
        """Send a command to a task, and return the task after it."""
        return _json_or_fail(await self.try_task_command(who, verb, on, **body))

    async def try_appeal_command(self, who: str, what: str, **body: Any) -> httpx2.Response:
        """Send a command to the appeal as a whole, and return the response."""
        return await self.harness.request_until_done(who, f"{self.path}/{what}", body)

    async def appeal_command(self, who: str, what: str, **body: Any) -> dict[str, Any]:
        """Send a command to the appeal as a whole, and return the appeal after it."""
        return _json_or_fail(await self.try_appeal_command(who, what, **body))

    async def citizen_request(self, what: str = "", **body: Any) -> httpx2.Response:
        """Read the appeal, or send a command to it, with nothing but the tracking code."""
        headers = {"Tracking-Code": self.talon["tracking_code"], "Idempotency-Key": str(uuid4())}
        if not what:
            return await self.harness.http.get(self.path, headers=headers)
        return await self.harness.http.post(f"{self.path}/{what}", json=body, headers=headers)

    async def signal(self, verb: str, sent: object, event: str) -> PastEvent:
        """Send a signal, and return the *event* that is recorded of it."""
        await self.handle.signal(verb, sent)
        while (last := (await self.past_events())[-1]).event != event:
            await asyncio.sleep(0.05)
        return last

    async def store_text(self, body: str) -> UUID:
        """Store a text of this appeal, and return its id."""
        text_id = uuid4()
        async with self.harness.engine.begin() as connection:
            await personal_data.save_text(connection, UUID(self.talon["id"]), text_id, body)
        return text_id

    async def refer_to_agency(self) -> dict[str, Any]:
        """Refer the appeal from the counter to the agency, and return the task that is offered there."""
        await self.task_command("clerk", "refer", step="agency", reason="other_competent_body")
        return await self.task()

    async def bring_to_agency(self, officer: str = "officer") -> None:
        """Bring an unclaimed appeal from the counter into the hands of an *officer* of the agency."""
        await self.task_command("clerk", "claim")
        await self.task_command(officer, "accept", await self.refer_to_agency())

    async def open_side_task(self) -> dict[str, Any]:
        """Ask a lawyer, whose answer is mandatory, and return the side task."""
        await self.task_command("clerk", "open-side-task", specialty="lawyer", mandatory=True)
        return await self.task("side")

    async def challenge_clerk(self) -> httpx2.Response:
        """Request the recusal of the clerk who holds the appeal."""
        clerk = str(self.harness.people["clerk"].id)
        return await self.try_appeal_command("clerk", "request-recusal", person=clerk, text="Ол туысым емес.")

    async def uphold_challenge(self) -> None:
        """Request the recusal of the clerk, and uphold it as the supervisor."""
        await self.challenge_clerk()
        await self.task_command("supervisor", "decide-recusal", await self.duty("recusal"), upheld=True)

    async def complete_due_notices(self, who: str = "integrator") -> None:
        """Serve all owed notices to the applicant, with proof."""
        for each in (await self.read())["tasks"]:
            if each["duty"] == "notice" and each["state"] in WAITING:
                await self.task_command(
                    who, "record-notification", each, means="sms", text="№ RA 123 456 789 KZ"
                )

    async def timeline(self) -> Timeline:
        """Read what happened and what is expected."""
        answer = await self.harness.get("operator", f"{self.path}/timeline")
        return read_timeline(answer.json())

    async def past_events(self, *events: str) -> list[PastEvent]:
        """Return the events; only those named in *events*, if any."""
        past = (await self.timeline()).past
        return [each for each in past if not events or each.event in events]

    async def read_clocks(self) -> AppealTimeLedgerView:
        """Return the time ledger, after checking that its parts add up to the time passed."""
        answer = await self.harness.get("operator", f"{self.path}/time-ledger")
        clocks = AppealTimeLedgerView.model_validate(answer.json())
        check_time_adds_up(clocks)
        return clocks


Action = Callable[[HttpAppeal], Awaitable[Any]]


async def claim_new_appeal(harness: ApiHarness, **changes: Any) -> HttpAppeal:
    """Register an appeal at the counter, and claim it as the clerk."""
    appeal = await HttpAppeal.begin(harness, **changes)
    await appeal.task_command("clerk", "claim")
    return appeal


def command_action(verb: str, who: str = "clerk", **body: Any) -> Action:
    """Return an action that sends this command to the task of the main path."""
    return lambda it: it.try_task_command(who, verb, **body)


def check_time_adds_up(clocks: AppealTimeLedgerView) -> None:
    """Assert that no time is lost or counted twice."""
    assert clocks.spent.elapsed == clocks.ends_at - clocks.begins_at
    for parts in (clocks.totals, clocks.periods):
        for name in ("elapsed", "working", "paused", "idle", "off_hours", "late"):
            assert sum((getattr(each.spent, name) for each in parts), timedelta()) == getattr(
                clocks.spent, name
            )
    spent = clocks.spent
    assert spent.working + spent.paused + spent.idle + spent.off_hours == spent.elapsed
    assert sum((each.working for each in clocks.pauses), timedelta()) == spent.paused
    for turn in clocks.task_times:
        had = turn.spent
        assert had.elapsed == turn.ends_at - turn.begins_at
        assert had.in_group + had.in_hand + had.paused + had.off_hours == had.elapsed


def _json_or_fail(answer: httpx2.Response) -> dict[str, Any]:
    assert answer.status_code == 200, answer.text
    view: dict[str, Any] = answer.json()
    return view
