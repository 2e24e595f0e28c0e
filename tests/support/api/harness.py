"""A whole API to talk to: real HTTP, real Postgres, real Temporal with a worker, and people with tokens."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from typing import Any
from uuid import uuid4

import httpx2
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client

from api.app import create_app
from api.openapi.request_examples import REQUEST_EXAMPLES
from application.commands.outside import OutsideCommands
from application.dependencies import Dependencies
from domain.country.offices import Office
from domain.identity.people import Person, Role
from domain.law.rulebook import Rulebook
from domain.policy.policy import Policy
from domain.worktime.working_calendar import Calendar
from loaders.regions import region_files
from loaders.rulebook import rulebook_files
from runtime.background.outbox_dispatcher import OutboxDispatcher
from runtime.processes.worker import build_worker
from runtime.settings import Settings
from store.database.engine import create_engine
from store.reference import people as directory
from store.reference import policies
from tests.support.api.http_server import serve_app
from tests.support.command_key import COMMAND_KEY
from workflows.calendar_client import CalendarRolloutClient
from workflows.client import AppealClient

STAFF_ROLES = {
    "clerk": ("Айгүл Серікова", "reception-61", Role.CLERK, "61"),
    "rival": ("Болат Ахметов", "reception-61", Role.CLERK, "61"),
    "supervisor": ("Венера Қасымова", "reception-61", Role.SUPERVISOR, "61"),
    "officer": ("Ғалым Оспанов", "housing-61", Role.OFFICER, "61"),
    "lawyer": ("Гүлжан Сапарова", "legal-aid-61", Role.SPECIALIST, "61"),
    "stranger": ("Дина Жұмабаева", "reception-71", Role.CLERK, "71"),
    "head": ("Ерлан Тұрсынов", "akimat-61", Role.HEAD, "61"),
    "far_head": ("Жанар Әлиева", "akimat-71", Role.HEAD, "71"),
    "operator": ("Зарина Омарова", "coordination-desk", Role.OPERATOR, ""),
    "integrator": ("ИС «Портал»", "coordination-desk", Role.INTEGRATOR, ""),
}
RETRY_STATUSES = frozenset({202, 503})
MAX_ATTEMPTS = 20
STAFF_OFFICES = {"supervisor": Office.DEPUTY, "head": Office.HEAD, "far_head": Office.HEAD}


@dataclass
class ApiHarness:
    """The API's address, and who may talk to it."""

    http: httpx2.AsyncClient
    engine: AsyncEngine
    appeals: AppealClient
    dependencies: Dependencies
    temporal_client: Client
    task_queue: str
    people: dict[str, Person] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)

    async def get(self, who: str, path: str, **headers: str) -> httpx2.Response:
        """Ask as *who*."""
        return await self.http.get(path, headers=self.auth_headers(who, **headers))

    async def post(
        self, who: str, path: str, body: object = None, key: str | None = None, **headers: str
    ) -> httpx2.Response:
        """Have something done as *who*, under *key* or one of its own."""
        sent = self.auth_headers(who, **headers) | {"Idempotency-Key": key or str(uuid4())}
        return await self.http.post(path, json=body, headers=sent)

    async def request_until_done(
        self, who: str, path: str, body: object, key: str | None = None
    ) -> httpx2.Response:
        """Post as a patient program does: what was put off is sent again under the same key."""
        key = key or str(uuid4())
        for _ in range(MAX_ATTEMPTS):
            answer = await self.post(who, path, body, key)
            if answer.status_code not in RETRY_STATUSES:
                return answer
            await asyncio.sleep(0.5)
        raise AssertionError(answer.text)

    def auth_headers(self, who: str, **headers: str) -> dict[str, str]:
        """Return what says who is asking."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return {"Authorization": f"Bearer {self.tokens[who]}"} | named

    async def register(self, who: str = "clerk", **changes: Any) -> dict[str, Any]:
        """Take an appeal in and return its talon."""
        answer = await self.post(who, "/v1/appeals", REQUEST_EXAMPLES["register_appeal"] | changes)
        assert answer.status_code == 201, answer.text
        talon: dict[str, Any] = answer.json()
        return talon

    async def main_task(self, appeal: str) -> dict[str, Any]:
        """Return the open task of the appeal's path."""
        answer = await self.get("operator", f"/v1/appeals/{appeal}")
        task: dict[str, Any] = next(
            each
            for each in answer.json()["tasks"]
            if each["purpose"] == "work" and each["state"] in ("ready", "offered", "claimed", "held")
        )
        return task

    async def register_and_start(self, **changes: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """Take an appeal in, wait until its workflow runs, and return talon and first task."""
        talon = await self.register(**changes)
        for _ in range(200):
            if await self.appeals.is_running(talon["number"]):
                return talon, await self.main_task(talon["id"])
            await asyncio.sleep(0.05)
        raise AssertionError("the appeal did not start")

    async def send_task_command(
        self, who: str, task: dict[str, Any] | str, verb: str, key: str | None = None, **body: Any
    ) -> httpx2.Response:
        """Give a verb to a task."""
        name = task if isinstance(task, str) else task["id"]
        return await self.post(who, f"/v1/tasks/{name}/{verb}", body, key)


@asynccontextmanager
async def open_harness(  # noqa: PLR0913, PLR0917 - everything the API depends on
    database_url: str,
    client: Client,
    task_queue: str,
    policy: Policy,
    calendar: Calendar,
    clock: Callable[[], datetime] = partial(datetime.now, UTC),  # noqa: B008 - read at each call
) -> AsyncIterator[ApiHarness]:
    """Open an API harness on a database of its own."""
    engine = create_engine(database_url)
    appeals = AppealClient(client, timedelta(seconds=10), task_queue=task_queue, command_key=COMMAND_KEY)
    async with engine.begin() as connection:
        await policies.synchronise_reference_data(connection, policy, calendar)
    needs = Dependencies(
        engine=engine,
        appeal_client=appeals,
        calendar_rollout_client=CalendarRolloutClient(client, task_queue),
        policy=policy,
        calendar=calendar,
        clock=clock,
        readiness_checks={},
        body_limit=100_000,
        rulebooks=_load_rulebooks(policy.law) if policy.law else (),
        region_history=region_files.load_former_regions(Settings().policies, policy.law),
    )
    stop = asyncio.Event()
    async with (
        build_worker(
            client,
            engine,
            task_queue=task_queue,
            command_key=COMMAND_KEY,
            check_command=OutsideCommands(needs),
        ),
        serve_app(create_app(needs)) as url,
    ):
        dispatching = asyncio.create_task(OutboxDispatcher(engine, appeals).run(stop))
        async with httpx2.AsyncClient(base_url=url, timeout=30) as http:
            harness = ApiHarness(http, engine, appeals, needs, client, task_queue)
            await add_people(harness)
            yield harness
        stop.set()
        await dispatching
    await engine.dispose()


@cache
def _load_rulebooks(country: str) -> tuple[Rulebook, ...]:
    """Return the rulebooks of *country*; they are read once, since they never change."""
    return rulebook_files.load_rulebooks(Settings().policies, country)


async def add_people(harness: ApiHarness) -> None:
    """Let the people in."""
    async with harness.engine.begin() as connection:
        for name, (called, organisation, role, region) in STAFF_ROLES.items():
            office = STAFF_OFFICES.get(name)
            person, token = await directory.create_person(
                connection, called, organisation, role, region, office=office
            )
            harness.people[name], harness.tokens[name] = person, token
