"""The acts of the law on an appeal as a whole, by those who work on it and by the citizen."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body
from fastapi.responses import Response

from api.command_endpoint import execute_appeal_command
from api.http.idempotency import AnyRequest, StaffRequest
from api.openapi.description import ACCEPTED_RESPONSE
from schemas.http.requests import statutory as b
from schemas.http.responses.citizen import CitizenAppealView
from schemas.http.responses.views import AppealView

StaffOrCitizenView = AppealView | CitizenAppealView

router = APIRouter(prefix="/v1/appeals/{appeal}", tags=["appeals"])


@router.post("/change-kind", response_model=AppealView, responses=ACCEPTED_RESPONSE)
async def change_kind(appeal: UUID, body: b.ChangeKindBody, request: StaffRequest) -> Response:
    """Treat the appeal as one of another kind; its terms are reckoned anew."""
    return await execute_appeal_command(request, appeal, body)


@router.post("/correct-defects", response_model=StaffOrCitizenView, responses=ACCEPTED_RESPONSE)
async def correct_defects(appeal: UUID, body: b.CorrectDefectsBody, request: AnyRequest) -> Response:
    """Add what the appeal lacked."""
    return await execute_appeal_command(request, appeal, body)


@router.post("/submit-objection", response_model=StaffOrCitizenView, responses=ACCEPTED_RESPONSE)
async def submit_objection(appeal: UUID, body: b.SubmitObjectionBody, request: AnyRequest) -> Response:
    """Object to the preliminary decision."""
    return await execute_appeal_command(request, appeal, body)


@router.post("/request-hearing", response_model=StaffOrCitizenView, responses=ACCEPTED_RESPONSE)
async def request_hearing(
    appeal: UUID,
    body: Annotated[b.RequestHearingBody, Body(default_factory=b.RequestHearingBody)],
    request: AnyRequest,
) -> Response:
    """Ask to be heard in person before the act."""
    return await execute_appeal_command(request, appeal, body)


@router.post("/submit-protocol-remarks", response_model=StaffOrCitizenView, responses=ACCEPTED_RESPONSE)
async def submit_protocol_remarks(
    appeal: UUID, body: b.SubmitProtocolRemarksBody, request: AnyRequest
) -> Response:
    """Remark on the protocol of the hearing."""
    return await execute_appeal_command(request, appeal, body)


@router.post("/request-recusal", response_model=StaffOrCitizenView, responses=ACCEPTED_RESPONSE)
async def request_recusal(appeal: UUID, body: b.RequestRecusalBody, request: AnyRequest) -> Response:
    """Ask that somebody has no part in the appeal."""
    return await execute_appeal_command(request, appeal, body)


@router.post("/change-representative", response_model=StaffOrCitizenView, responses=ACCEPTED_RESPONSE)
async def change_representative(
    appeal: UUID, body: b.ChangeRepresentativeBody, request: AnyRequest
) -> Response:
    """Name who speaks for the applicant, or that nobody does any more."""
    return await execute_appeal_command(request, appeal, body)


@router.post("/request-file-access", response_model=StaffOrCitizenView, responses=ACCEPTED_RESPONSE)
async def request_file_access(
    appeal: UUID,
    body: Annotated[b.RequestFileAccessBody, Body(default_factory=b.RequestFileAccessBody)],
    request: AnyRequest,
) -> Response:
    """Ask to see the file."""
    return await execute_appeal_command(request, appeal, body)


@router.post("/attach-to-file", response_model=AppealView, responses=ACCEPTED_RESPONSE)
async def attach_to_file(appeal: UUID, body: b.AttachToFileBody, request: StaffRequest) -> Response:
    """Attach what came again identical to the file of the appeal that was returned."""
    return await execute_appeal_command(request, appeal, body)
