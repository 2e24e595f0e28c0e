"""Who considers an appeal, as its applicant may know: the body and the post, and nobody's name."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from application.presenters.notice_text import NoticeTextRenderer
from domain.state.appeal import Appeal
from schemas.http.responses.citizen import ConsideringBody
from store.reference import people


async def present_considering_body(
    connection: AsyncConnection, appeal: Appeal, teller: NoticeTextRenderer
) -> ConsideringBody | None:
    """Return which body has the work on *appeal*, and the post of whoever has it in hand."""
    main, language = appeal.main_task, teller.decision_presenter.language
    if main is None:
        return None
    name = main.group.organisation
    known = teller.policy.organisations.get(name)
    title: str = getattr(known.titles, language) if known else name
    post = await _post_title(connection, main.holder, teller) if main.holder else None
    return ConsideringBody(organisation=name, title=title, post=post)


async def _post_title(connection: AsyncConnection, holder: UUID, teller: NoticeTextRenderer) -> str:
    """Return what the post of *holder* is called, as the talon names that of its receiver."""
    employee = (await people.employees(connection, [holder]))[holder]
    return teller.catalogs.post_title(teller.decision_presenter.language, employee.role, employee.office)
