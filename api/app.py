"""The API made whole: routes, problems, pages. Nothing happens before it is asked to."""

from importlib.metadata import version
from zoneinfo import ZoneInfo

from fastapi import FastAPI

from api.auth import Tokens
from api.http import exception_handlers
from api.http.middleware import Edge
from api.openapi.description import ABOUT, TAGS, describe
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
from application.dependencies import Needs
from application.i18n import load
from application.policy_cache import Rules

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


def create_app(needs: Needs) -> FastAPI:
    """Return the API over *needs*."""
    app = FastAPI(
        title="Komek",
        version=version("komek"),
        description=ABOUT,
        openapi_tags=TAGS,
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.needs = needs
    app.state.words = load(ZoneInfo(needs.calendar.timezone))
    app.state.rules = Rules(needs.policy, needs.calendar)
    app.state.tokens = Tokens(needs.engine)
    exception_handlers.register(app)
    for router in ROUTERS:
        app.include_router(router)
    describe(app)
    app.add_middleware(Edge, body_limit=needs.body_limit)
    return app
