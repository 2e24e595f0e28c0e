"""Those who work: each office looks into its inbox, and takes up what its people are to take up."""

import asyncio
from datetime import UTC, datetime, timedelta
from itertools import count

from domain.people import Role
from domain.plan import Step
from domain.tasks import Purpose
from runtime.demo.deeds import Scene
from runtime.demo.play import Employee, Play, Talon
from runtime.demo.stories import Turn
from runtime.door import Door
from runtime.embedded.process import PartFailed
from schemas.views import TaskLine

LOOK = 0.7  # seconds between two looks into the inbox
SHOWN_TO_SUPERVISOR = timedelta(seconds=7)  # the term to accept a hand-off and a little more
DESK = "coordination-desk"


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


class Office:
    """The people of one organisation, and who of them is next."""

    def __init__(self, play: Play, organisation: str) -> None:
        """Open the office for *play*."""
        self._play = play
        self._people = [each for each in play.staff if each.organisation == organisation]
        self._next = count()
        self._begun: set[tuple[str, int]] = set()

    async def run(self) -> None:
        """Look into the inbox for ever, and hand out what is wanted."""
        while True:
            answer = await self._people[0].door.get("/v1/tasks", state=["ready", "offered"], limit=200)
            for item in answer.body["items"] if answer.is_good else ():
                task = TaskLine.model_validate(item)
                talon = self._play.talons.get(str(task.appeal))
                if talon is not None:
                    self._hand_out(talon, task)
            await asyncio.sleep(LOOK)

    def _hand_out(self, talon: Talon, task: TaskLine) -> None:
        seen = str(task.id), task.version
        role = taker(talon, task, datetime.now(UTC))
        able = [each for each in self._people if each.role is role and each.is_here]
        if able and seen not in self._begun:
            self._begun.add(seen)
            who = able[next(self._next) % len(able)]
            rivals = [each for each in able if each is not who]
            scene = Scene(self._play, who, talon, task)
            self._play.begin(scene.work(rivals[0] if rivals else None))


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
