"""What is asked of an appeal as a whole, by those who work on it and by the citizen."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from api.auth import Caller, Deps
from api.command_endpoint import execute_appeal_command
from api.http.idempotency import AnyRequest, StaffRequest
from api.openapi.description import ACCEPTED_RESPONSE
from application import notes
from schemas.http.requests import appeals as b
from schemas.http.responses.citizen import CitizenAppealView
from schemas.http.responses.timeline import FeedbackView, NotePage, NoteView
from schemas.http.responses.views import AppealView
from store.database.engine import autocommit

StaffOrCitizenView = AppealView | CitizenAppealView

router = APIRouter(prefix="/v1/appeals/{appeal}", tags=["appeals"])


@router.post("/withdraw", response_model=StaffOrCitizenView, responses=ACCEPTED_RESPONSE)
async def withdraw(appeal: UUID, body: b.WithdrawBody, request: AnyRequest) -> Response:
    """Take the appeal back, as the citizen wishes."""
    return await execute_appeal_command(request, appeal, body)


@router.post("/provide-information", response_model=StaffOrCitizenView, responses=ACCEPTED_RESPONSE)
async def provide_information(appeal: UUID, body: b.ProvideInformationBody, request: AnyRequest) -> Response:
    """Pass on the citizen's answer, by whatever channel it came; the clocks go on."""
    return await execute_appeal_command(request, appeal, body)


@router.post("/confirm-receipt", response_model=StaffOrCitizenView, responses=ACCEPTED_RESPONSE)
async def confirm_receipt(appeal: UUID, body: b.ConfirmReceiptBody, request: AnyRequest) -> Response:
    """Say whether the help that was granted has arrived."""
    return await execute_appeal_command(request, appeal, body)


@router.post("/reopen", response_model=StaffOrCitizenView, responses=ACCEPTED_RESPONSE)
async def reopen(appeal: UUID, body: b.ReopenBody, request: AnyRequest) -> Response:
    """Take a closed appeal up again; its old outcome is kept."""
    return await execute_appeal_command(request, appeal, body)


@router.post("/extend", response_model=AppealView, responses=ACCEPTED_RESPONSE)
async def extend(appeal: UUID, body: b.ExtendBody, request: StaffRequest) -> Response:
    """Extend the terms, for a reason and before they end."""
    return await execute_appeal_command(request, appeal, body)


@router.post("/merge", response_model=AppealView, responses=ACCEPTED_RESPONSE)
async def merge(appeal: UUID, body: b.MergeBody, request: StaffRequest) -> Response:
    """Close the appeal as a part of another one."""
    return await execute_appeal_command(request, appeal, body)


@router.post("/feedback", status_code=201, response_model=FeedbackView)
async def create_feedback(appeal: UUID, body: b.NewFeedback, request: AnyRequest) -> Response:
    """Keep how the citizen found it."""
    return await request.run_in_transaction(
        lambda ctx, connection: notes.add_feedback(ctx, connection, appeal, body), 201
    )


@router.post("/notes", status_code=201, response_model=NoteView)
async def create_note(appeal: UUID, body: b.NewNote, request: StaffRequest) -> Response:
    """Leave a remark for colleagues. It moves no clock."""
    return await request.run_in_transaction(
        lambda ctx, connection: notes.add_appeal_note(ctx, connection, appeal, body), 201
    )


@router.get("/notes")
async def list_notes(appeal: UUID, dependencies: Deps, by: Caller) -> NotePage:
    """Read the notes of colleagues."""
    async with autocommit(dependencies.engine).connect() as connection:
        return await notes.list_appeal_notes(connection, by, appeal)
