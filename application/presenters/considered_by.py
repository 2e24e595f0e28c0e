"""Presents the considering body to the applicant: the body and the post, without names."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from application.presenters.notice_text import NoticeTextRenderer
from domain.state.appeal import Appeal
from schemas.http.responses.citizen import ConsideringBody
from store.reference import people


async def present_considering_body(
    connection: AsyncConnection, appeal: Appeal, renderer: NoticeTextRenderer
) -> ConsideringBody | None:
    """Return the body that has the work on *appeal*, and the post of the holder of the task."""
    main, language = appeal.main_task, renderer.decision_presenter.language
    if main is None:
        return None
    outside = appeal.legal.competence.external_body
    name = outside or main.group.organisation
    known = renderer.policy.organisations.get(name)
    title: str = getattr(known.titles, language) if known else name
    post = await _post_title(connection, main.holder, renderer) if main.holder and not outside else None
    return ConsideringBody(organisation=name, title=title, post=post)


async def _post_title(connection: AsyncConnection, holder: UUID, renderer: NoticeTextRenderer) -> str | None:
    """Return the title of *holder*'s post, in the form that the talon uses; None for an unknown person."""
    employee = (await people.employees(connection, [holder])).get(holder)
    if employee is None:  # as in appeals from before a change of the directory
        return None
    return renderer.catalogs.post_title(renderer.decision_presenter.language, employee.role, employee.office)
