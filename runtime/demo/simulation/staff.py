"""Those who work: what waits in the inboxes is handed out to whoever is to take it up, if anybody is."""

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

POLL_SECONDS = 0.7  # seconds between two looks into the inbox
SUPERVISOR_DELAY = timedelta(seconds=7)  # the term to accept a hand-off and a little more
FALLBACK_ORGANISATION = "coordination-desk"
REGION = "61"


async def register_staff(
    door: ApiClient, staff: tuple[tuple[str, Role, str], ...], run: str
) -> list[Employee]:
    """Enter everybody through *door*, an operator's. Raises PartFailed."""
    employees = []
    for place, (organisation, role, name) in enumerate(staff):
        body = {"name": name, "organisation": organisation, "role": role}
        answer = await door.post("/v1/people", body, f"{run}-{place}")
        if not answer.is_success:
            raise ActionableError(f"{name} cannot be added: {answer.body.get('detail', answer.problem_code)}")
        person = answer.body
        employees.append(Employee(person["id"], name, organisation, role, door.with_token(person["token"])))
    return employees


async def revoke_staff(door: ApiClient, staff: list[Employee]) -> None:
    """Take everybody's token back."""
    for each in staff:
        await door.patch(f"/v1/people/{each.id}", {"active": False})


class InboxDistributor:
    """All who work: one look into the inbox of the region serves them all, and each office has its turns."""

    def __init__(self, play: Session, door: ApiClient) -> None:
        """Look through *door*, an operator's, who sees every inbox."""
        self._session = play
        self._api = door
        self._counter = count()
        self._assigned: set[tuple[str, int]] = set()

    async def run(self) -> None:
        """Look for ever, and hand out what is wanted."""
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
            turn = next(self._counter)
            who, rival = able[turn % len(able)], able[(turn + 1) % len(able)]
            scene = TaskActor(self._session, who, talon, task)
            self._session.spawn(scene.work(None if rival is who else rival))


def role_taking(talon: IssuedTalon, task: TaskListItemView, now: datetime) -> Role | None:
    """Return who of the office takes *task* up now: nobody, a worker or the supervisor."""
    turn = talon.scenario.incident
    main = task.purpose is Purpose.WORK
    if main and task.step is Step.RECEPTION and turn is Incident.IGNORED_AT_COUNTER:
        return None
    if (
        not main
        or task.step is not Step.AGENCY
        or (task.organisation == FALLBACK_ORGANISATION and turn is not Incident.IGNORED_BY_ALL)
    ):
        return task.role
    match turn:
        case Incident.IGNORED_BY_ALL | Incident.IGNORED_UNTIL_FALLBACK:
            return None
        case Incident.IGNORED_UNTIL_SUPERVISOR:
            return Role.SUPERVISOR if now - task.opened_at > SUPERVISOR_DELAY else None
        case _:
            return task.role
