"""One route for each command that is open over HTTP, made from its row and its body."""

from collections.abc import Awaitable, Callable, Iterable
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Header
from fastapi.responses import Response

from api.command_endpoint import execute_appeal_command, execute_task_command
from api.http.idempotency import AnyRequest, StaffRequest
from api.openapi.description import ACCEPTED_RESPONSE
from application.commands.prepare import AnyAppealBody
from domain.identity.people import Role
from domain.procedure.registry import COMMANDS
from domain.rules.command_spec import AppealCommandSpec, CommandRegistry, CommandSpec
from schemas.http.requests.command_body import CommandBody, TaskCommandBody
from schemas.http.requests.registry import APPEAL_BODIES, TASK_BODIES, bodies_by_verb
from schemas.http.responses.citizen import CitizenAppealView
from schemas.http.responses.views import AppealView, TaskView

IfMatch = Annotated[str | None, Header(alias="If-Match", description="The task's ETag, as you saw it.")]


def task_command_router(
    bodies: Iterable[type[TaskCommandBody]] = TASK_BODIES, commands: CommandRegistry = COMMANDS
) -> APIRouter:
    """Return the routes of the commands on a task."""
    router = APIRouter(prefix="/v1/tasks/{task}", tags=["tasks"])
    for verb, body in bodies_by_verb(bodies, commands).items():
        _add_route(router, commands[verb], _task_endpoint(body), TaskView)
    return router


def appeal_command_router(
    bodies: Iterable[type[CommandBody]] = APPEAL_BODIES, commands: CommandRegistry = COMMANDS
) -> APIRouter:
    """Return the routes of the commands on an appeal as a whole."""
    router = APIRouter(prefix="/v1/appeals/{appeal}", tags=["appeals"])
    for verb, body in bodies_by_verb(bodies, commands).items():
        spec = commands[verb]
        is_for_citizens = isinstance(spec, AppealCommandSpec) and Role.CITIZEN in spec.roles
        shown = AppealView | CitizenAppealView if is_for_citizens else AppealView
        _add_route(router, spec, _appeal_endpoint(body, is_for_citizens=is_for_citizens), shown)
    return router


def _add_route(
    router: APIRouter, spec: CommandSpec, endpoint: Callable[..., Awaitable[Response]], shown: object
) -> None:
    router.add_api_route(
        f"/{spec.verb}",
        endpoint,
        methods=["POST"],
        name=spec.verb.replace("-", "_"),
        description=f"{spec.summary}\n\nFor {spec.audience}.",
        response_model=shown,
        responses=ACCEPTED_RESPONSE,
    )


def _task_endpoint(shape: type[TaskCommandBody]) -> Callable[..., Awaitable[Response]]:
    async def execute(
        task: UUID, body: TaskCommandBody, request: StaffRequest, if_match: IfMatch = None
    ) -> Response:
        return await execute_task_command(request, task, body, if_match)

    execute.__annotations__["body"] = _body_parameter(shape)
    return execute


def _appeal_endpoint(
    shape: type[CommandBody], *, is_for_citizens: bool
) -> Callable[..., Awaitable[Response]]:
    async def execute(appeal: UUID, body: AnyAppealBody, request: StaffRequest) -> Response:
        return await execute_appeal_command(request, appeal, body)

    execute.__annotations__["body"] = _body_parameter(shape)
    execute.__annotations__["request"] = AnyRequest if is_for_citizens else StaffRequest
    return execute


def _body_parameter(shape: type[CommandBody]) -> object:
    return Annotated[shape, Body(default_factory=shape)] if shape.is_optional else shape
