"""The API made whole: routes, problems, pages. Nothing happens before it is asked to."""

from importlib.metadata import version
from zoneinfo import ZoneInfo

from fastapi import FastAPI

from api.auth import TokenCache
from api.http import exception_handlers
from api.http.middleware import RequestMiddleware
from api.openapi.description import API_DESCRIPTION, TAGS, customise_openapi
from api.routes import (
    calendars,
    directory,
    health,
    notices,
    operations,
    pages,
    people,
    receptions,
    time_ledger,
)
from api.routes.appeals import commands as appeal_commands
from api.routes.appeals import intake, statutory
from api.routes.appeals import read as appeals
from api.routes.tasks import commands as task_commands
from api.routes.tasks import read as tasks
from application.dependencies import Dependencies
from application.i18n import load_catalogs
from application.policy_cache import PolicyCache

ROUTERS = (
    health.router,
    pages.router,
    intake.router,
    appeals.router,
    appeal_commands.router,
    statutory.router,
    tasks.router,
    task_commands.router,
    directory.router,
    calendars.router,
    people.router,
    receptions.router,
    operations.router,
    time_ledger.router,
    notices.router,
)


def create_app(needs: Dependencies) -> FastAPI:
    """Return the API over *needs*."""
    app = FastAPI(
        title="Komek",
        version=version("komek"),
        description=API_DESCRIPTION,
        openapi_tags=TAGS,
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.needs = needs
    app.state.words = load_catalogs(ZoneInfo(needs.calendar.timezone))
    app.state.rules = PolicyCache(needs.policy, needs.calendar)
    app.state.tokens = TokenCache(needs.engine)
    exception_handlers.register_exception_handlers(app)
    for router in ROUTERS:
        app.include_router(router)
    customise_openapi(app)
    app.add_middleware(RequestMiddleware, body_limit=needs.body_limit)
    return app
