"""The simulated employees, and the distribution of inbox tasks among them."""

import asyncio
from datetime import UTC, datetime, timedelta
from itertools import count

from domain.identity.people import Role
from domain.policy.plan import Step
from domain.state.task import Purpose
from runtime.api_client import ApiClient
from runtime.demo.simulation.actions import TaskActor
from runtime.demo.simulation.scenarios import Incident
from runtime.demo.simulation.session import Employee, IssuedTalon, Session
from runtime.errors import ActionableError
from schemas.http.responses.views import TaskListItemView

POLL_SECONDS = 0.7  # seconds between two polls of the inbox
SUPERVISOR_DELAY = timedelta(seconds=7)  # slightly longer than the acceptance term
FALLBACK_ORGANISATION = "coordination-desk"
REGION = "61"


async def register_staff(
    api: ApiClient, staff: tuple[tuple[str, Role, str], ...], run: str
) -> list[Employee]:
    """Add the employees through *api*, with an operator's token. Raises ActionableError."""
    employees = []
    for place, (organisation, role, name) in enumerate(staff):
        body = {"name": name, "organisation": organisation, "role": role}
        answer = await api.post("/v1/people", body, f"{run}-{place}")
        if not answer.is_success:
            raise ActionableError(f"{name} cannot be added: {answer.body.get('detail', answer.problem_code)}")
        person = answer.body
        employees.append(Employee(person["id"], name, organisation, role, api.with_token(person["token"])))
    return employees


async def revoke_staff(api: ApiClient, staff: list[Employee]) -> None:
    """Revoke the employees' tokens."""
    for each in staff:
        await api.patch(f"/v1/people/{each.id}", {"active": False})


class InboxDistributor:
    """Polls the inbox of the region, and assigns each task to an employee of its organisation in rotation."""

    def __init__(self, session: Session, api: ApiClient) -> None:
        """Read through *api*, with an operator's token, which sees every inbox."""
        self._session = session
        self._api = api
        self._counter = count()
        self._assigned: set[tuple[str, int]] = set()

    async def run(self) -> None:
        """Poll until cancelled, and assign the tasks."""
        while True:
            inbox = await self._api.get("/v1/tasks", region=REGION, state=["ready", "offered"], limit=200)
            for item in inbox.body["items"] if inbox.is_success else ():
                task = TaskListItemView.model_validate(item)
                talon = self._session.talons.get(str(task.appeal))
                if talon is not None:
                    self._assign(talon, task)
            await asyncio.sleep(POLL_SECONDS)

    def _assign(self, talon: IssuedTalon, task: TaskListItemView) -> None:
        seen = str(task.id), task.version
        role = role_taking(talon, task, datetime.now(UTC))
        able = [each for each in self._session.employees if each.is_available_as(task.organisation, role)]
        if able and seen not in self._assigned:
            self._assigned.add(seen)
            position = next(self._counter)
            who, rival = able[position % len(able)], able[(position + 1) % len(able)]
            work = TaskActor(self._session, who, talon, task)
            self._session.spawn(work.work(None if rival is who else rival))


def role_taking(talon: IssuedTalon, task: TaskListItemView, now: datetime) -> Role | None:
    """Return the role that takes *task* now, or None if it is ignored."""
    incident = talon.scenario.incident
    main = task.purpose is Purpose.WORK
    if main and task.step is Step.RECEPTION and incident is Incident.IGNORED_AT_COUNTER:
        return None
    if (
        not main
        or task.step is not Step.AGENCY
        or (task.organisation == FALLBACK_ORGANISATION and incident is not Incident.IGNORED_BY_ALL)
    ):
        return task.role
    match incident:
        case Incident.IGNORED_BY_ALL | Incident.IGNORED_UNTIL_FALLBACK:
            return None
        case Incident.IGNORED_UNTIL_SUPERVISOR:
            return Role.SUPERVISOR if now - task.opened_at > SUPERVISOR_DELAY else None
        case _:
            return task.role
