"""Responses that carry more than a view: a task with its version, a talon with its address."""

from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel

from api.http.idempotency import serialise_response
from application.intake.register import IdempotentWrite
from schemas.http.responses.views import TalonView, TaskView
from store.idempotency import IdempotencyKey


def view_response(view: BaseModel) -> Response:
    """Return *view*; a task with its version as ETag."""
    headers = {"ETag": etag(view.version)} if isinstance(view, TaskView) else None
    return JSONResponse(view.model_dump(mode="json"), headers=headers)


def etag(version: int) -> str:
    """Return the ETag of a task's *version*."""
    return f'"{version}"'


def talon_response(talon: TalonView) -> Response:
    """Return *talon* with the address of its appeal."""
    return JSONResponse(talon.model_dump(mode="json"), 201, {"Location": f"/v1/appeals/{talon.id}"})


def talon_write(key: IdempotencyKey) -> IdempotentWrite:
    """Return that the talon is stored under *key*, in the form of its response."""
    return IdempotentWrite(key, lambda talon: serialise_response(talon_response(talon)))
