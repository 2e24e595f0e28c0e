"""Those who work: what waits in the inboxes is handed out to whoever is to take it up, if anybody is."""

import asyncio
from datetime import UTC, datetime, timedelta
from itertools import count

from domain.identity.people import Role
from domain.policy.plan import Step
from domain.state.task import Purpose
from runtime.api_client import Door
from runtime.demo.actions import Scene
from runtime.demo.scenarios import Turn
from runtime.demo.session import Employee, Play, Talon
from runtime.errors import PartFailed
from schemas.http.responses.views import TaskLine

LOOK = 0.7  # seconds between two looks into the inbox
SHOWN_TO_SUPERVISOR = timedelta(seconds=7)  # the term to accept a hand-off and a little more
DESK = "coordination-desk"
REGION = "61"


async def hired(door: Door, staff: tuple[tuple[str, Role, str], ...], run: str) -> list[Employee]:
    """Enter everybody through *door*, an operator's. Raises PartFailed."""
    employees = []
    for place, (organisation, role, name) in enumerate(staff):
        body = {"name": name, "organisation": organisation, "role": role}
        answer = await door.post("/v1/people", body, f"{run}-{place}")
        if not answer.is_good:
            raise PartFailed(f"{name} cannot be entered: {answer.body.get('detail', answer.code)}")
        person = answer.body
        employees.append(Employee(person["id"], name, organisation, role, door.of(person["token"])))
    return employees


async def dismissed(door: Door, staff: list[Employee]) -> None:
    """Take everybody's token back."""
    for each in staff:
        await door.patch(f"/v1/people/{each.id}", {"active": False})


class Offices:
    """All who work: one look into the inbox of the region serves them all, and each office has its turns."""

    def __init__(self, play: Play, door: Door) -> None:
        """Look through *door*, an operator's, who sees every inbox."""
        self._play = play
        self._door = door
        self._next = count()
        self._begun: set[tuple[str, int]] = set()

    async def run(self) -> None:
        """Look for ever, and hand out what is wanted."""
        while True:
            inbox = await self._door.get("/v1/tasks", region=REGION, state=["ready", "offered"], limit=200)
            for item in inbox.body["items"] if inbox.is_good else ():
                task = TaskLine.model_validate(item)
                talon = self._play.talons.get(str(task.appeal))
                if talon is not None:
                    self._hand_out(talon, task)
            await asyncio.sleep(LOOK)

    def _hand_out(self, talon: Talon, task: TaskLine) -> None:
        seen = str(task.id), task.version
        role = taker(talon, task, datetime.now(UTC))
        able = [each for each in self._play.staff if each.works(task.organisation, role)]
        if able and seen not in self._begun:
            self._begun.add(seen)
            turn = next(self._next)
            who, rival = able[turn % len(able)], able[(turn + 1) % len(able)]
            scene = Scene(self._play, who, talon, task)
            self._play.begin(scene.work(None if rival is who else rival))


def taker(talon: Talon, task: TaskLine, now: datetime) -> Role | None:
    """Return who of the office takes *task* up now: nobody, a worker or the supervisor."""
    turn = talon.story.turn
    main = task.purpose is Purpose.WORK
    if main and task.step is Step.RECEPTION and turn is Turn.IGNORED_AT_COUNTER:
        return None
    if not main or task.step is not Step.AGENCY or (task.organisation == DESK and turn is not Turn.FORGOTTEN):
        return task.role
    match turn:
        case Turn.FORGOTTEN | Turn.IGNORED_TO_DESK:
            return None
        case Turn.IGNORED_TO_SUPERVISOR:
            return Role.SUPERVISOR if now - task.opened > SHOWN_TO_SUPERVISOR else None
        case _:
            return task.role
