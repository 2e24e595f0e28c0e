"""The API made whole: routes, problems, pages. Nothing happens before it is asked to."""

from importlib.metadata import version
from zoneinfo import ZoneInfo

from fastapi import FastAPI

from api import faults, pages
from api.auth import Tokens
from api.description import ABOUT, TAGS, describe
from api.edge import Edge
from api.language import load
from api.needs import Needs
from api.routes import (
    appeal_acts,
    appeal_verbs,
    appeals,
    calendars,
    directory,
    health,
    intake,
    ledger,
    notices,
    operations,
    people,
    receptions,
    task_verbs,
    tasks,
)
from api.rules import Rules

ROUTERS = (
    health.router,
    pages.router,
    intake.router,
    appeals.router,
    appeal_verbs.router,
    appeal_acts.router,
    tasks.router,
    task_verbs.router,
    directory.router,
    calendars.router,
    people.router,
    receptions.router,
    operations.router,
    ledger.router,
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
    faults.register(app)
    for router in ROUTERS:
        app.include_router(router)
    describe(app)
    app.add_middleware(Edge, body_limit=needs.body_limit)
    return app
