"""HTTP client of Komek's own API: retries under one Idempotency-Key while the API is unavailable."""

import asyncio
import time
from dataclasses import dataclass
from typing import Any

from httpx2 import AsyncClient, Limits, NetworkError, RemoteProtocolError, Timeout, TimeoutException

from runtime.errors import ActionableError

PENDING = 202
RETRYABLE = frozenset({PENDING, 429, 502, 503, 504})
NETWORK_ERRORS = (NetworkError, RemoteProtocolError, TimeoutException)
FIRST_BACKOFF_SECONDS = 0.2
MAX_BACKOFF_SECONDS = 5.0
TIMEOUT = Timeout(30.0, connect=5.0)


@dataclass(frozen=True, slots=True)
class ApiResponse:
    """A response of the API."""

    status: int
    body: Any
    headers: dict[str, str]

    @property
    def is_success(self) -> bool:
        """Return whether the request succeeded."""
        return self.status < 400  # noqa: PLR2004 - status classes of HTTP

    @property
    def problem_code(self) -> str:
        """Return the problem code, or '' if the response is not a problem."""
        return "" if self.is_success else str(self.body.get("code", self.status))


class ApiClient:
    """A client of the API at one address, with one person's credentials."""

    def __init__(self, client: AsyncClient, token: str = "", patience: float = 120.0) -> None:
        """Send through *client*, and retry for at most *patience* seconds."""
        self._client = client
        self.token = token
        self._max_wait_seconds = patience
        self._headers = {"Authorization": f"Bearer {token}"}

    def with_token(self, token: str) -> "ApiClient":
        """Return a client of the same API with *token*."""
        return ApiClient(self._client, token, self._max_wait_seconds)

    def with_tracking_code(self, tracking_code: str) -> "ApiClient":
        """Return a client of the same API with a citizen's *tracking_code*."""
        client = ApiClient(self._client, patience=self._max_wait_seconds)
        client._headers = {"Tracking-Code": tracking_code}
        return client

    async def get(self, path: str, **asked: Any) -> ApiResponse:
        """Send a GET request."""
        return await self._request("GET", path, params={name: each for name, each in asked.items() if each})

    async def put(self, path: str, body: Any) -> ApiResponse:
        """Say how something is to be, once or again."""
        return await self._request("PUT", path, json=body)

    async def patch(self, path: str, body: Any) -> ApiResponse:
        """Say how a part of something is to be, once or again."""
        return await self._request("PATCH", path, json=body)

    async def post(self, path: str, body: Any, key: str) -> ApiResponse:
        """Do something, once under this *key* however often it is asked."""
        return await self._request("POST", path, json=body, headers={"Idempotency-Key": key})

    async def _request(self, method: str, path: str, **parts: Any) -> ApiResponse:
        """Repeat the request until there is a response. Raises ActionableError after the retry time."""
        deadline = time.monotonic() + self._max_wait_seconds
        headers = {**self._headers, **parts.pop("headers", {})}
        rest = FIRST_BACKOFF_SECONDS
        while True:
            try:
                response = await self._client.request(method, path, headers=headers, **parts)
            except NETWORK_ERRORS as error:
                reason, asked_rest = type(error).__name__, 0.0
            else:
                if response.status_code not in RETRYABLE:
                    body = response.json() if response.content else {}
                    return ApiResponse(response.status_code, body, dict(response.headers))
                reason, asked_rest = (
                    str(response.status_code),
                    _retry_after_seconds(response.headers.get("retry-after")),
                )
            if time.monotonic() > deadline:
                raise ActionableError(f"the API at {self._client.base_url} is not responding ({reason})")
            await asyncio.sleep(max(rest, asked_rest))
            rest = min(rest * 2, MAX_BACKOFF_SECONDS)


def http_client(url: str, at_once: int = 8) -> AsyncClient:
    """Return an HTTP client for the API at *url* with at most *at_once* concurrent requests."""
    limits = Limits(max_connections=at_once, max_keepalive_connections=at_once)
    return AsyncClient(
        base_url=url, limits=limits, timeout=TIMEOUT, trust_env=False, headers={"Accept-Language": "en"}
    )


def _retry_after_seconds(written: str | None) -> float:
    return min(float(written), MAX_BACKOFF_SECONDS) if written and written.isdecimal() else 0.0
