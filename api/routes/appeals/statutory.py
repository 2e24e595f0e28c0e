"""The acts of the law on an appeal as a whole, by those who work on it and by the citizen."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body
from fastapi.responses import Response

from api.command_endpoint import give_appeal
from api.http.idempotency import Doing, Visiting
from api.openapi.description import TAKEN
from application.commands.applicant_rights import challenge, name_representative
from application.commands.change_kind import change_kind
from schemas.http.requests import statutory as b
from schemas.http.responses.citizen import CitizenView
from schemas.http.responses.views import AppealView

EITHER = AppealView | CitizenView

router = APIRouter(prefix="/v1/appeals/{appeal}", tags=["appeals"])


@router.post("/kind", response_model=AppealView, responses=TAKEN)
async def change_appeal_kind(appeal: UUID, body: b.KindChange, deed: Doing) -> Response:
    """Treat the appeal as one of another kind; its terms are reckoned anew."""
    return await change_kind(deed, appeal, body)


@router.post("/mending", response_model=EITHER, responses=TAKEN)
async def mend_appeal(appeal: UUID, body: b.Mending, deed: Visiting) -> Response:
    """Add what the appeal lacked."""
    return await give_appeal(deed, appeal, body)


@router.post("/objection", response_model=EITHER, responses=TAKEN)
async def object_to_preliminary(appeal: UUID, body: b.Objection, deed: Visiting) -> Response:
    """Object to the preliminary decision."""
    return await give_appeal(deed, appeal, body)


@router.post("/hearing", response_model=EITHER, responses=TAKEN)
async def ask_for_hearing(
    appeal: UUID, body: Annotated[b.HearingRequest, Body(default_factory=b.HearingRequest)], deed: Visiting
) -> Response:
    """Ask to be heard in person before the act."""
    return await give_appeal(deed, appeal, body)


@router.post("/protocol-remark", response_model=EITHER, responses=TAKEN)
async def remark_on_protocol(appeal: UUID, body: b.ProtocolRemark, deed: Visiting) -> Response:
    """Remark on the protocol of the hearing."""
    return await give_appeal(deed, appeal, body)


@router.post("/challenge", response_model=EITHER, responses=TAKEN)
async def challenge_person(appeal: UUID, body: b.Challenge, deed: Visiting) -> Response:
    """Ask that somebody has no part in the appeal."""
    return await challenge(deed, appeal, body)


@router.post("/representative", response_model=EITHER, responses=TAKEN)
async def name_representative_of(appeal: UUID, body: b.Representative, deed: Visiting) -> Response:
    """Name who speaks for the applicant, or that nobody does any more."""
    return await name_representative(deed, appeal, body)


@router.post("/file", response_model=EITHER, responses=TAKEN)
async def ask_for_file(
    appeal: UUID, body: Annotated[b.FileRequest, Body(default_factory=b.FileRequest)], deed: Visiting
) -> Response:
    """Ask to see the file."""
    return await give_appeal(deed, appeal, body)


@router.post("/attachment-to", response_model=AppealView, responses=TAKEN)
async def attach_appeal(appeal: UUID, body: b.Attachment, deed: Doing) -> Response:
    """Attach what came again identical to the file of the appeal that was returned."""
    return await give_appeal(deed, appeal, body)
