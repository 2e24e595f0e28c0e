"""Notes on an appeal, the applicant's feedback, a renewed tracking code, and past corrections."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response

from api.auth import Caller, Deps
from api.http.idempotency import AnyRequest, StaffRequest
from application.appeals import attended_views, corrections, notes, tracking_codes
from application.oversight import feedback
from schemas.http.requests.appeals import NewFeedback, NewNote, RenewTrackingCodeBody
from schemas.http.responses.citizen import FeedbackPage, FeedbackView
from schemas.http.responses.records import AttendedViewPage, CorrectionPage
from schemas.http.responses.timeline import NotePage, NoteView
from schemas.http.responses.views import TrackingCodeView
from store.database.engine import autocommit

router = APIRouter(prefix="/v1/appeals/{appeal}", tags=["appeals"])


@router.post("/feedback", status_code=201, response_model=FeedbackView)
async def create_feedback(appeal: UUID, body: NewFeedback, request: AnyRequest) -> Response:
    """Rate the work on a closed appeal. Feedback on the same closing is replaced."""
    return await request.run_in_transaction(
        lambda ctx, connection: feedback.add_feedback(ctx, connection, appeal, body), 201
    )


@router.get("/feedback")
async def list_feedback(appeal: UUID, dependencies: Deps, by: Caller) -> FeedbackPage:
    """Read the applicants' feedback."""
    async with autocommit(dependencies.engine).connect() as connection:
        return await feedback.list_feedback(connection, by, appeal)


@router.post("/renew-tracking-code", response_model=TrackingCodeView)
async def renew_tracking_code(
    appeal: UUID,
    body: RenewTrackingCodeBody,  # noqa: ARG001 - its one field must be true
    request: StaffRequest,
) -> Response:
    """Issue a new tracking code to an applicant who is present and has lost it; the old one is void."""
    async with request.dependencies.engine.begin() as connection:
        earlier = await request.begin_or_replay(connection)
        if earlier is not None:
            return earlier
        view = await tracking_codes.renew_tracking_code(request.context, connection, appeal)
        unseen = view.model_copy(update={"tracking_code": None})
        await request.store_response(connection, JSONResponse(unseen.model_dump(mode="json")))
    return JSONResponse(view.model_dump(mode="json"))


@router.post("/notes", status_code=201, response_model=NoteView)
async def create_note(appeal: UUID, body: NewNote, request: StaffRequest) -> Response:
    """Leave a remark for colleagues. It moves no clock."""
    return await request.run_in_transaction(
        lambda ctx, connection: notes.add_appeal_note(ctx, connection, appeal, body), 201
    )


@router.get("/notes")
async def list_notes(appeal: UUID, dependencies: Deps, by: Caller) -> NotePage:
    """Read the notes of colleagues."""
    async with autocommit(dependencies.engine).connect() as connection:
        return await notes.list_appeal_notes(connection, by, appeal)


@router.get("/corrections")
async def list_applicant_corrections(appeal: UUID, dependencies: Deps, by: Caller) -> CorrectionPage:
    """Read how the applicants' data were corrected, and what they were before."""
    async with autocommit(dependencies.engine).connect() as connection:
        return await corrections.list_corrections(connection, by, appeal)


@router.get("/attended-views")
async def list_attended_views(appeal: UUID, dependencies: Deps, by: Caller) -> AttendedViewPage:
    """Read who viewed the appeal at another reception, with an applicant present, and why."""
    async with autocommit(dependencies.engine).connect() as connection:
        return await attended_views.list_attended_views(connection, by, appeal)
