"""One appeal as it is read: whole for those who work on it, where it stands for the citizen."""

from dataclasses import replace
from uuid import UUID

from application.access_scope import visible_appeal
from application.dependencies import Dependencies
from application.presenters.appeals import present_appeal
from domain.country.languages import Language
from domain.identity.people import Person
from schemas.http.responses.citizen import CitizenAppealView
from schemas.http.responses.views import AppealView
from store.database.engine import autocommit


async def read_appeal(
    dependencies: Dependencies,
    by: Person,
    language: Language,
    appeal: UUID | None = None,
    number: str | None = None,
) -> AppealView | CitizenAppealView:
    """Return the appeal with this id or number, as *by* may see it.

    It needs attention also where its workflow is lost. Raises NotFound where *by* may not see it.
    """
    lost = await dependencies.workflow_watch.lost_appeals(fresh=False)
    async with autocommit(dependencies.engine).connect() as connection:
        line = await visible_appeal(connection, by, appeal, number)
        renderer = await dependencies.notice_text_renderer(connection, language)
        watched = replace(line, needs_attention=line.needs_attention or line.id in lost)
        return await present_appeal(connection, by, watched, renderer)
