"""The acts of the law on a task: one route each, given like every other verb of tasks."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body
from fastapi.responses import Response

from api.deeds import Doing
from api.description import TAKEN
from api.giving import give_task
from api.routes.task_verbs import IfMatch
from schemas import act_bodies as b
from schemas.views import TaskView

router = APIRouter(prefix="/v1/tasks/{task}", tags=["tasks"])


@router.post("/redirect", response_model=TaskView, responses=TAKEN)
async def redirect_task(task: UUID, body: b.Redirect, deed: Doing, if_match: IfMatch = None) -> Response:
    """Send the whole appeal to the body that is competent; its term begins anew there."""
    return await give_task(deed, task, body, if_match)


@router.post("/redirect-part", response_model=TaskView, responses=TAKEN)
async def redirect_part(task: UUID, body: b.PartRedirect, deed: Doing, if_match: IfMatch = None) -> Response:
    """Send some demands to the body that is competent: they become an appeal of their own."""
    return await give_task(deed, task, body, if_match)


@router.post("/flag-danger", response_model=TaskView, responses=TAKEN)
async def flag_danger(task: UUID, body: b.DangerFlag, deed: Doing, if_match: IfMatch = None) -> Response:
    """Tell of a crime or a threat to safety: the appeal goes on at once."""
    return await give_task(deed, task, body, if_match)


@router.post("/name-defects", response_model=TaskView, responses=TAKEN)
async def name_defects(task: UUID, body: b.Defects, deed: Doing, if_match: IfMatch = None) -> Response:
    """Say what the appeal lacks, and by when it may be mended."""
    return await give_task(deed, task, body, if_match)


@router.post("/return-to-applicant", response_model=TaskView, responses=TAKEN)
async def return_to_applicant(
    task: UUID, body: b.ReturnToApplicant, deed: Doing, if_match: IfMatch = None
) -> Response:
    """Give the appeal back without a decision on it, with reasons."""
    return await give_task(deed, task, body, if_match)


@router.post("/tell-preliminary", response_model=TaskView, responses=TAKEN)
async def tell_preliminary(
    task: UUID, body: b.Preliminary, deed: Doing, if_match: IfMatch = None
) -> Response:
    """Tell the applicant what is going to be decided, so that they are heard before."""
    return await give_task(deed, task, body, if_match)


@router.post("/record-hearing", response_model=TaskView, responses=TAKEN)
async def record_hearing(
    task: UUID,
    body: Annotated[b.Hearing, Body(default_factory=b.Hearing)],
    deed: Doing,
    if_match: IfMatch = None,
) -> Response:
    """Say that the applicant was heard; the protocol is then to be signed."""
    return await give_task(deed, task, body, if_match)


@router.post("/sign-protocol", response_model=TaskView, responses=TAKEN)
async def sign_protocol(task: UUID, body: b.Protocol, deed: Doing, if_match: IfMatch = None) -> Response:
    """Sign the protocol of the hearing."""
    return await give_task(deed, task, body, if_match)


@router.post("/forward", response_model=TaskView, responses=TAKEN)
async def forward_complaint(
    task: UUID,
    body: Annotated[b.Forward, Body(default_factory=b.Forward)],
    deed: Doing,
    if_match: IfMatch = None,
) -> Response:
    """Send a complaint, with the file, to the superior of the body complained of."""
    return await give_task(deed, task, body, if_match)


@router.post("/decide-recusal", response_model=TaskView, responses=TAKEN)
async def decide_recusal(
    task: UUID, body: b.RecusalDecision, deed: Doing, if_match: IfMatch = None
) -> Response:
    """Decide, as the superior, whether the person challenged steps aside."""
    return await give_task(deed, task, body, if_match)


@router.post("/notify", response_model=TaskView, responses=TAKEN)
async def notify_applicant(task: UUID, body: b.Notice, deed: Doing, if_match: IfMatch = None) -> Response:
    """Say that the applicant was told, and by which means."""
    return await give_task(deed, task, body, if_match)
