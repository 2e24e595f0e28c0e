"""Appeals of other receptions: an official views one while its applicant is present, which is recorded."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from application.access_scope import COUNTER_ROLES, EXTERNAL_ROLES, visible_appeal
from application.context import CommandContext
from application.errors import invalid_field
from application.presenters.appeals import present_appeal
from domain.errors import Forbidden, NotFound
from domain.identity.identifiers import parse_appeal_number
from domain.identity.people import Capacity, Person, Role
from domain.identity.presence import Identity, is_same_person
from schemas.http.requests.appeals import AttendedViewBody
from schemas.http.responses.citizen import CitizenAppealView
from schemas.http.responses.records import AttendedViewPage, AttendedViewRecord
from store import queries
from store.appeals import attended_views, personal_data
from store.appeals.intake import ApplicantRecord
from store.database.new_ids import new_id


async def view_appeal_with_applicant(
    ctx: CommandContext, connection: AsyncConnection, body: AttendedViewBody
) -> CitizenAppealView:
    """Return the appeal as its applicant may see it, without the codes of its parts; the view is recorded.

    Raises Forbidden for all but clerks, supervisors and operators, and NotFound where there is no such appeal
    or the person present is none of its applicants.
    """
    if ctx.by.role not in COUNTER_ROLES:
        raise Forbidden(role=ctx.by.role)
    try:
        number = parse_appeal_number(body.number)
    except ValueError as error:
        raise invalid_field("number", "invalid_number") from error
    line = await queries.appeal_by(connection, number=number)
    applicants = await personal_data.applicants_of_appeal(connection, line.id) if line else []
    present = Identity(body.name or "", body.iin, body.bin)
    places = [place for place, each in enumerate(applicants) if _is_present(present, each)]
    if line is None or not places:
        raise NotFound
    now = ctx.dependencies.clock()
    view = attended_views.AttendedView(
        id=new_id(now),
        appeal=line.id,
        viewed_at=now,
        by_person=ctx.by.id,
        by_organisation=ctx.by.organisation,
        applicant=places[0],
        reason=body.reason,
    )
    await attended_views.record_view(connection, view)
    citizen = Person(line.id, "", Role.CITIZEN, line.region)
    renderer = await ctx.notice_text_renderer(connection)
    shown = await present_appeal(connection, citizen, line, renderer)
    if not isinstance(shown, CitizenAppealView):
        raise TypeError("a citizen is shown a citizen's view")
    return shown.model_copy(update={"child_appeals": []})


async def list_attended_views(connection: AsyncConnection, by: Person, appeal: UUID) -> AttendedViewPage:
    """Return who viewed the appeal with its applicant present. Raises Forbidden for anyone but staff."""
    if by.role in EXTERNAL_ROLES:
        raise Forbidden(role=by.role)
    line = await visible_appeal(connection, by, appeal)
    found = await attended_views.views_of_appeal(connection, line.id)
    return AttendedViewPage(items=[AttendedViewRecord.model_validate(each) for each in found])


def _is_present(present: Identity, applicant: ApplicantRecord) -> bool:
    recorded = Identity(applicant.name, applicant.iin, applicant.bin)
    return applicant.capacity is not Capacity.FORMER_REPRESENTATIVE and is_same_person(present, recorded)
