"""The composition of the API: routes, problems, pages. Nothing happens on import."""

from importlib.metadata import version

from fastapi import FastAPI

from api.auth import TokenCache
from api.http import exception_handlers
from api.http.middleware import RequestMiddleware
from api.openapi.description import API_DESCRIPTION, TAGS, customise_openapi
from api.routes import (
    calendars,
    directory,
    escalations,
    feedback,
    health,
    notices,
    operations,
    pages,
    people,
    receptions,
    time_ledger,
)
from api.routes.appeals import intake, takeover
from api.routes.appeals import notes as appeal_notes
from api.routes.appeals import read as appeals
from api.routes.command_routes import appeal_command_router, task_command_router
from api.routes.tasks import notes as task_notes
from api.routes.tasks import read as tasks
from application.dependencies import Dependencies

ROUTERS = (
    health.router,
    pages.router,
    intake.router,
    takeover.router,
    appeals.router,
    appeal_command_router(),
    appeal_notes.router,
    tasks.router,
    task_command_router(),
    task_notes.router,
    directory.router,
    calendars.router,
    people.router,
    receptions.router,
    operations.router,
    time_ledger.router,
    feedback.router,
    escalations.router,
    escalations.calls_router,
    notices.router,
)


def create_app(dependencies: Dependencies) -> FastAPI:
    """Return the API over *dependencies*."""
    app = FastAPI(
        title="Komek",
        version=version("komek"),
        description=API_DESCRIPTION,
        openapi_tags=TAGS,
        contact={"name": "The operator of this installation"},
        servers=[{"url": "/", "description": "this installation"}],
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.dependencies = dependencies
    app.state.tokens = TokenCache(dependencies.engine)
    exception_handlers.register_exception_handlers(app, ROUTERS)
    for router in ROUTERS:
        app.include_router(router)
    customise_openapi(app)
    app.add_middleware(RequestMiddleware, body_limit=dependencies.body_limit)
    return app
