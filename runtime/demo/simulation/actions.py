"""What an employee does with a task: the usual work, or the incident of its scenario."""

import asyncio
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from domain.policy.plan import Specialty, Step
from domain.rules.lifecycle import Verb
from domain.state.task import Purpose, TaskState
from runtime.api_client import ApiResponse
from runtime.demo.simulation.citizens import respond_to_outcome, send_citizen_message
from runtime.demo.simulation.scenarios import Incident, PlannedOutcome
from runtime.demo.simulation.session import Employee, IssuedTalon, Session
from schemas.http.responses.views import TaskListItemView

WORK_SECONDS = 0.4
VISIT_SECONDS = 3.0
LEAVE_SECONDS = 12.0  # longer than any lease: their tasks return to the group
CITIZEN_ANSWER_SECONDS = 2.0
NO_ANSWER_SECONDS = 10.0  # longer than the wait for an answer
MAX_DECISION_ATTEMPTS = 12


@dataclass(frozen=True, slots=True)
class TaskActor:
    """One employee with one task of one scenario."""

    session: Session
    employee: Employee
    talon: IssuedTalon
    task: TaskListItemView

    async def work(self, rival: Employee | None) -> None:
        """Claim or accept the task, possibly in competition with a *rival*, and do it."""
        offered = self.task.state is TaskState.OFFERED
        main = self.task.purpose is Purpose.WORK
        if main and offered and self._takes_incident(Incident.DECLINED):
            await self._send(Verb.DECLINE, "declined", reason="not_competent")
            return
        if rival and self._takes_incident(Incident.CLAIM_RACE):
            self.session.spawn(TaskActor(self.session, rival, self.talon, self.task).claim_concurrently())
        taken = await self._send(Verb.ACCEPT if offered else Verb.CLAIM)
        if not taken.is_success:
            return
        await asyncio.sleep(WORK_SECONDS)
        if self.task.purpose is Purpose.SIDE:
            await self._send(Verb.COMPLETE, "advised", outcome="answered")
        elif self.task.purpose is Purpose.CALL_BACK:
            await self._send(Verb.COMPLETE, "received", outcome="received")
        elif self.task.step is not Step.AGENCY or await self._play_incident():
            await self._decide_or_refer()

    async def claim_concurrently(self) -> None:
        """Claim a task that another employee claims simultaneously: one of the two is refused."""
        await self._send(Verb.CLAIM)

    async def _play_incident(self) -> bool:
        """Play the incident of the scenario; return whether the work continues after it."""
        if self.talon.scenario.incident is Incident.UNFINISHED:
            await self._keep_extending()
            return False
        if self._takes_incident(Incident.HOLDER_ON_LEAVE):
            self.employee.available_from = time.monotonic() + LEAVE_SECONDS
            self.session.log(f"{self.talon.number}  {self.employee.name} goes on leave and leaves it lying")
            return False
        if self._takes_incident(Incident.ON_HOLD):
            until = datetime.now(UTC) + timedelta(seconds=VISIT_SECONDS)
            await self._send(Verb.HOLD, "held", until=until.isoformat(), reason="scheduled_visit")
            await asyncio.sleep(VISIT_SECONDS + 1)
        elif self._takes_incident(Incident.CITIZEN_ANSWERS):
            await self._send(Verb.REQUEST_INFORMATION, "asked")
            await asyncio.sleep(CITIZEN_ANSWER_SECONDS)
            await send_citizen_message(self.session, self.talon, "provide-information", "answered")
        elif self._takes_incident(Incident.CITIZEN_SILENT):
            await self._send(Verb.REQUEST_INFORMATION, "asked")
            await asyncio.sleep(NO_ANSWER_SECONDS)
        elif self._takes_incident(Incident.SPECIALIST_ASKED):
            await self._send(Verb.OPEN_SIDE_TASK, "referred", mandatory=True, specialty=self._specialty())
        return True

    async def _decide_or_refer(self) -> None:
        """Decide the appeal at the step that its scenario plans, else refer it."""
        scenario = self.talon.scenario
        if self.task.step.position < scenario.deciding_step.position:
            await self._send(Verb.REFER, "referred", **self._referral_body())
            return
        solved = scenario.planned_outcome is PlannedOutcome.SOLVED and not self._takes_incident(
            Incident.REOPENED
        )
        outcome = "resolved" if solved else "explained"
        for _ in range(MAX_DECISION_ATTEMPTS):  # until the mandatory side tasks are done
            done = await self._send(Verb.COMPLETE, outcome, outcome=outcome)
            if done.problem_code != "side_task_open":
                break
            await asyncio.sleep(2 * WORK_SECONDS)
        if done.is_success:
            self.session.spawn(respond_to_outcome(self.session, self.talon, outcome))

    async def _keep_extending(self) -> None:
        """Ask the citizen, who does not answer, and renew the lease until a renewal is refused."""
        await self._send(Verb.REQUEST_INFORMATION, "asked")
        while True:
            await asyncio.sleep(NO_ANSWER_SECONDS / 2)
            if not (await self._send(Verb.CLAIM)).is_success:
                return

    def _referral_body(self) -> dict[str, Any]:
        if self.task.step is Step.RECEPTION:
            return {"step": Step.AGENCY, "reason": "other_competent_body"}
        if self.talon.scenario.deciding_step is Step.SPONSOR:
            return {"step": Step.SPONSOR, "reason": "needs_resources"}
        specialty = self._specialty()
        return {"step": Step.SPECIALIST, "reason": f"needs_{specialty}", "specialty": specialty}

    def _specialty(self) -> Specialty:
        topic = self.talon.scenario.letter.topic
        return Specialty.PSYCHOLOGIST if topic == "single-parents" else Specialty.LAWYER

    def _takes_incident(self, incident: Incident) -> bool:
        return self.session.take_incident(self.talon, incident)

    async def _send(self, verb: Verb, words: str = "", **body: Any) -> ApiResponse:
        if words:
            body["text"] = self.session.reply_text(self.talon, words)
        return await self.session.send_command(self.employee, self.talon, str(self.task.id), verb, body)
