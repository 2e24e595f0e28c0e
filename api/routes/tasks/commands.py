"""The verbs of tasks: one row each. All are given in the same way; only what they ask for differs."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Header
from fastapi.responses import Response

from api.command_endpoint import execute_task_command
from api.http.idempotency import StaffRequest
from api.openapi.description import ACCEPTED_RESPONSE
from application import notes
from domain.rules.lifecycle import Verb
from schemas.http.requests.task_registry import BODY_BY_VERB
from schemas.http.requests.tasks import NewTaskNote, TaskCommandBody
from schemas.http.responses.timeline import NoteView
from schemas.http.responses.views import TaskView

DESCRIPTION_BY_VERB: Mapping[Verb, str] = {
    Verb.CLAIM: "Take a waiting task; again, to say that the work goes on.",
    Verb.RELEASE: "Give a claimed task back to its group.",
    Verb.ACCEPT: "Accept a hand-off: the work is yours.",
    Verb.DECLINE: "Decline a hand-off: the work goes back to its sender.",
    Verb.COMPLETE: "End a task with an outcome; on the main path this decides the appeal.",
    Verb.REFER: "Send the appeal on along its path.",
    Verb.RETURN: "Give a task back to whoever handed it over.",
    Verb.REASSIGN: "Move a task to another person or group; its clocks go on.",
    Verb.HOLD: "Put a task aside until a moment; it comes back by itself.",
    Verb.RESUME: "Take a held task up again before its time.",
    Verb.REQUEST_INFORMATION: "Ask the citizen; the clocks pause until the answer.",
    Verb.OPEN_SIDE_TASK: "Ask a specialist or another agency for a part of the work.",
    Verb.CANCEL_SIDE_TASK: "Withdraw a side task that is no longer needed.",
    Verb.REDIRECT: "Send the whole appeal to the body that is competent; its term begins anew there.",
    Verb.SPLIT_OFF: "Send some demands to the body that is competent: they become an appeal of their own.",
    Verb.FLAG_DANGER: "Tell of a crime or a threat to safety: the appeal goes on at once.",
    Verb.REPORT_DEFECTS: "Say what the appeal lacks, and by when it may be mended.",
    Verb.RETURN_TO_APPLICANT: "Give the appeal back without a decision on it, with reasons.",
    Verb.ANNOUNCE_PRELIMINARY_DECISION: "Announce the intended decision, so that the applicant can be heard.",
    Verb.RECORD_HEARING: "Say that the applicant was heard; the protocol is then to be signed.",
    Verb.SIGN_HEARING_PROTOCOL: "Sign the protocol of the hearing.",
    Verb.FORWARD_COMPLAINT: "Send a complaint, with the file, to the superior of the body complained of.",
    Verb.DECIDE_RECUSAL: "Decide, as the superior, whether the person challenged steps aside.",
    Verb.RECORD_NOTIFICATION: "Say that the applicant was told, and by which means.",
}
VERBS_WITH_OPTIONAL_BODY = frozenset(
    {
        Verb.CLAIM,
        Verb.RELEASE,
        Verb.ACCEPT,
        Verb.RESUME,
        Verb.CANCEL_SIDE_TASK,
        Verb.RECORD_HEARING,
        Verb.FORWARD_COMPLAINT,
    }
)

IfMatch = Annotated[str | None, Header(alias="If-Match", description="The task's ETag, as you saw it.")]

router = APIRouter(prefix="/v1/tasks/{task}", tags=["tasks"])


def _command_route(shape: object) -> Callable[..., Awaitable[Response]]:
    """Return how a verb is given that asks for a body of this *shape*."""

    async def give(
        task: UUID, body: TaskCommandBody, request: StaffRequest, if_match: IfMatch = None
    ) -> Response:
        return await execute_task_command(request, task, body, if_match)

    give.__annotations__["body"] = shape
    return give


for verb, body in BODY_BY_VERB.items():
    shape = Annotated[body, Body(default_factory=body)] if verb in VERBS_WITH_OPTIONAL_BODY else body
    router.add_api_route(
        f"/{verb}",
        _command_route(shape),
        methods=["POST"],
        name=verb.replace("-", "_"),
        description=DESCRIPTION_BY_VERB[verb],
        response_model=TaskView,
        responses=ACCEPTED_RESPONSE,
    )


@router.post("/notes", status_code=201, response_model=NoteView)
async def create_task_note(task: UUID, body: NewTaskNote, request: StaffRequest) -> Response:
    """Leave a remark for colleagues on a task. It moves no clock."""
    return await request.run_in_transaction(
        lambda ctx, connection: notes.add_task_note(ctx, connection, task, body), 201
    )
