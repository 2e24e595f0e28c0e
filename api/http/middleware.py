"""The outermost middleware: request ids, a limit on bodies, and a problem for every exception."""

import re
import secrets
import traceback
from collections.abc import AsyncIterator
from time import perf_counter

import structlog
from fastapi import Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.problems import ApiError, problem_response
from application.errors import UseCaseError

REQUEST_ID_PATTERN = re.compile(r"[\x21-\x7e]{1,100}")
MAX_DRAINED_BYTES = 50_000_000  # a client that is still sending does not read the response
JSON_MEDIA_TYPE = re.compile(r"application/([\w.-]+\+)?json", re.IGNORECASE)

log = structlog.get_logger()


class RequestMiddleware:
    """ASGI middleware around the whole application."""

    def __init__(self, app: ASGIApp, body_limit: int) -> None:
        """Let bodies of at most *body_limit* bytes through to *app*."""
        self._app = app
        self._body_limit = body_limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        request_id = _request_id(headers)
        scope.setdefault("state", {})["request_id"] = request_id
        began, status = perf_counter(), 0

        async def send_marked(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-Id"] = request_id
            await send(message)

        with structlog.contextvars.bound_contextvars(request_id=request_id):
            try:
                body = await self._read_body(headers, receive)
                scope["state"]["body"] = body
                await self._app(scope, _replay_body(body, receive), send_marked)
            except UseCaseError as error:
                await problem_response(Request(scope), error)(scope, receive, send_marked)
            except Exception as error:  # noqa: BLE001 -- the last handler before the server's own
                _log_error(error, scope)
                if not status:
                    await problem_response(Request(scope), ApiError("internal_error"))(
                        scope, receive, send_marked
                    )
            elapsed = round((perf_counter() - began) * 1000, 1)
            log.info(
                "request_completed",
                method=scope["method"],
                route=_route_template(scope),
                status=status,
                milliseconds=elapsed,
            )

    async def _read_body(self, headers: Headers, receive: Receive) -> bytes:
        """Read the body to its end. Raises ApiError where it is too large, or not JSON."""
        if "content-length" not in headers and "transfer-encoding" not in headers:
            return b""
        body, size = bytearray(), 0
        async for chunk in _body_chunks(receive):
            size += len(chunk)
            if size <= self._body_limit:
                body += chunk
            elif size > MAX_DRAINED_BYTES:
                break
        if size > self._body_limit:
            raise ApiError(
                "body_too_large", headers={"Connection": "close"}, facts={"limit": self._body_limit}
            )
        if body and not JSON_MEDIA_TYPE.match(headers.get("content-type", "")):
            raise ApiError("unsupported_media_type")
        return bytes(body)


async def _body_chunks(receive: Receive) -> AsyncIterator[bytes]:
    more = True
    while more:
        message = await receive()
        more = message.get("more_body", False)
        yield message.get("body", b"")


def _request_id(headers: Headers) -> str:
    received = headers.get("x-request-id", "")
    return received if REQUEST_ID_PATTERN.fullmatch(received) else secrets.token_hex(8)


def _replay_body(body: bytes, receive: Receive) -> Receive:
    """Return a receive that first yields *body* whole, and then what the server receives."""
    is_replayed = False

    async def replay() -> Message:
        nonlocal is_replayed
        if is_replayed:
            return await receive()
        is_replayed = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay


def _log_error(error: Exception, scope: Scope) -> None:
    """Log where *error* happened, never its message: that may hold personal data."""
    frames = traceback.extract_tb(error.__traceback__)
    log.error(
        "request_failed",
        error=[type(each).__name__ for each in _exception_chain(error)],
        state=getattr(getattr(error, "orig", None), "sqlstate", None),
        method=scope["method"],
        route=_route_template(scope),
        where=[f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    )


def _route_template(scope: Scope) -> str | None:
    """Return the path as the route declares it, without ids."""
    path: str | None = getattr(scope.get("route"), "path", None)
    return path


def _exception_chain(error: BaseException | None) -> list[BaseException]:
    chain: list[BaseException] = []
    while error is not None and error not in chain:
        chain.append(error)
        error = error.__cause__ or error.__context__
    return chain
