"""The state that all tasks of a demo session share."""

import asyncio
import time
from collections import Counter, deque
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from domain.identity.people import Role
from domain.rules.lifecycle import Verb
from runtime.api_client import ApiClient, ApiResponse
from runtime.demo.sample import SampleData
from runtime.demo.simulation.scenarios import Incident, PlannedOutcome, Scenario

MAX_LOG_LINES = 40
VERB_PHRASES = {
    Verb.CLAIM: "takes it",
    Verb.ACCEPT: "accepts it",
    Verb.DECLINE: "declines it",
    Verb.REFER: "refers it",
    Verb.COMPLETE: "completes it",
    Verb.HOLD: "puts it on hold",
    Verb.REQUEST_INFORMATION: "asks the citizen",
    Verb.OPEN_SIDE_TASK: "opens a side task for a specialist",
}


@dataclass(slots=True)
class Employee:
    """A simulated employee, unavailable while on leave."""

    id: str
    name: str
    organisation: str
    role: Role
    api: ApiClient
    available_from: float = 0.0

    def is_available_as(self, organisation: str, role: Role | None) -> bool:
        """Return whether the employee has *role* in *organisation* and is not on leave."""
        return (self.organisation, self.role) == (
            organisation,
            role,
        ) and time.monotonic() >= self.available_from


@dataclass(frozen=True, slots=True)
class IssuedTalon:
    """A talon with its scenario."""

    appeal: str
    number: str
    tracking_code: str
    scenario: Scenario


@dataclass(slots=True)
class Session:
    """The shared state: employees, talons, log lines and counters."""

    sample: SampleData
    employees: list[Employee]
    talons: dict[str, IssuedTalon] = field(default_factory=dict)
    log_lines: deque[str] = field(default_factory=lambda: deque(maxlen=MAX_LOG_LINES))
    refusals: Counter[str] = field(default_factory=Counter)
    verb_counts: Counter[str] = field(default_factory=Counter)
    started_at: float = field(default_factory=time.monotonic)
    last_talon_seconds: float = 0.0
    _incidents_used: set[str] = field(default_factory=set)
    _tasks: asyncio.TaskGroup = field(default_factory=asyncio.TaskGroup)

    @property
    def elapsed_seconds(self) -> float:
        """Return the seconds since the session began."""
        return time.monotonic() - self.started_at

    def attach(self, tasks: asyncio.TaskGroup) -> None:
        """Start the session: its tasks run in the group *tasks*."""
        self._tasks = tasks
        self.started_at = time.monotonic()

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Run *work* as a task of the session."""
        self._tasks.create_task(work)

    def add_talon(self, talon: IssuedTalon) -> None:
        """Record *talon*."""
        self.talons[talon.appeal] = talon
        self.last_talon_seconds = self.elapsed_seconds

    def take_incident(self, talon: IssuedTalon, incident: Incident) -> bool:
        """Return whether *incident* is due for *talon*, and mark it as done."""
        if talon.scenario.incident is not incident or talon.appeal in self._incidents_used:
            return False
        self._incidents_used.add(talon.appeal)
        return True

    def reply_text(self, talon: IssuedTalon, kind: str) -> str:
        """Return the sample text of *kind* in the language of the appeal."""
        return self.sample.replies[talon.scenario.letter.language][kind]

    async def send_command(
        self, who: Employee, talon: IssuedTalon, task: str, verb: Verb, body: dict[str, Any]
    ) -> ApiResponse:
        """Send the verb of *who* to a task, and log it."""
        answer = await who.api.post(f"/v1/tasks/{task}/{verb}", body, new_idempotency_key())
        if answer.is_success:
            self.verb_counts[verb] += 1
            self.log(f"{talon.number}  {who.name} ({who.role} of {who.organisation}) {VERB_PHRASES[verb]}")
        else:
            self.log_refusal(who.name, talon, verb, answer)
        return answer

    def log_refusal(self, who: str, talon: IssuedTalon, verb: str, answer: ApiResponse) -> None:
        """Count and log a refusal."""
        self.refusals[answer.problem_code] += 1
        self.log(f"{talon.number}  {who}: {verb} is refused, {answer.status} {answer.problem_code}")

    def log(self, line: str) -> None:
        """Append *line* to the log lines."""
        self.log_lines.append(line)

    def is_finished(self, closed: set[str], count: int) -> bool:
        """Return whether *count* talons are issued and all appeals to be closed are in *closed*."""
        ending = {
            each.appeal
            for each in self.talons.values()
            if each.scenario.planned_outcome is not PlannedOutcome.OPEN
        }
        return len(self.talons) == count and ending <= closed


def new_idempotency_key() -> str:
    """Return a new idempotency key."""
    return f"demo-{uuid4()}"
