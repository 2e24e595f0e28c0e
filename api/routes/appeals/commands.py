"""What is asked of an appeal as a whole, by those who work on it and by the citizen."""

from functools import partial
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from api.auth import Caller, World
from api.command_endpoint import give_appeal
from api.http.idempotency import Doing, Visiting
from api.openapi.description import TAKEN
from application import notes
from application.access_scope import OUTSIDERS, appeal_for
from domain.errors import Forbidden
from schemas.http.requests import appeals as b
from schemas.http.responses.citizen import CitizenView
from schemas.http.responses.timeline import FeedbackView, NoteView
from schemas.http.responses.views import AppealView
from store.appeals import personal_data
from store.database.engine import at_once

EITHER = AppealView | CitizenView

router = APIRouter(prefix="/v1/appeals/{appeal}", tags=["appeals"])


@router.post("/withdrawal", response_model=EITHER, responses=TAKEN)
async def withdraw_appeal(appeal: UUID, body: b.Withdrawal, deed: Visiting) -> Response:
    """Take the appeal back, as the citizen wishes."""
    return await give_appeal(deed, appeal, body)


@router.post("/information", response_model=EITHER, responses=TAKEN)
async def provide_information(appeal: UUID, body: b.Information, deed: Visiting) -> Response:
    """Pass on the citizen's answer, by whatever channel it came; the clocks go on."""
    return await give_appeal(deed, appeal, body)


@router.post("/receipt", response_model=EITHER, responses=TAKEN)
async def confirm_receipt(appeal: UUID, body: b.Receipt, deed: Visiting) -> Response:
    """Say whether the help that was granted has arrived."""
    return await give_appeal(deed, appeal, body)


@router.post("/reopening", response_model=EITHER, responses=TAKEN)
async def reopen_appeal(appeal: UUID, body: b.Reopening, deed: Visiting) -> Response:
    """Take a closed appeal up again; its old outcome is kept."""
    return await give_appeal(deed, appeal, body)


@router.post("/extension", response_model=AppealView, responses=TAKEN)
async def extend_appeal(appeal: UUID, body: b.Extension, deed: Doing) -> Response:
    """Extend the terms, for a reason and before they end."""
    return await give_appeal(deed, appeal, body)


@router.post("/merge", response_model=AppealView, responses=TAKEN)
async def merge_appeal(appeal: UUID, body: b.Merger, deed: Doing) -> Response:
    """Close the appeal as a part of another one."""
    return await give_appeal(deed, appeal, body)


@router.post("/feedback", status_code=201, response_model=FeedbackView)
async def give_feedback(appeal: UUID, body: b.Feedback, deed: Visiting) -> Response:
    """Keep how the citizen found it."""
    return await deed.once(partial(notes.feedback, deed, appeal, body))


@router.post("/notes", status_code=201, response_model=NoteView)
async def write_note(appeal: UUID, body: b.Note, deed: Doing) -> Response:
    """Leave a remark for colleagues. It moves no clock."""
    return await deed.once(partial(notes.note_on_appeal, deed, appeal, body))


@router.get("/notes")
async def read_notes(appeal: UUID, needs: World, by: Caller) -> list[NoteView]:
    """Read what colleagues have noted."""
    if by.role in OUTSIDERS:
        raise Forbidden(role=by.role)
    async with at_once(needs.engine).connect() as connection:
        line = await appeal_for(connection, by, appeal)
        return [NoteView.model_validate(each) for each in await personal_data.notes(connection, line.id)]
