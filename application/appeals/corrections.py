"""Corrections of the applicants' data, for those who work on the appeal."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from application.access_scope import EXTERNAL_ROLES, visible_appeal
from domain.errors import Forbidden
from domain.identity.people import Person
from schemas.http.responses.records import CorrectionPage, CorrectionView
from store.appeals import corrections


async def list_corrections(connection: AsyncConnection, by: Person, appeal: UUID) -> CorrectionPage:
    """Return the corrections of the applicants' data, in order. Raises Forbidden for anyone but staff."""
    if by.role in EXTERNAL_ROLES:
        raise Forbidden(role=by.role)
    line = await visible_appeal(connection, by, appeal)
    found = await corrections.corrections_of_appeal(connection, line.id)
    return CorrectionPage(items=[CorrectionView.model_validate(each) for each in found])
