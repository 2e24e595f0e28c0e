"""Our own API as a person with a token meets it: patient where it is away, and nothing asked twice."""

import asyncio
import time
from dataclasses import dataclass
from typing import Any

from httpx2 import AsyncClient, Limits, NetworkError, RemoteProtocolError, Timeout, TimeoutException

from runtime.errors import PartFailed

PENDING = 202
AWAY = frozenset({PENDING, 429, 502, 503, 504})
GONE = (NetworkError, RemoteProtocolError, TimeoutException)
FIRST_REST = 0.2
LONGEST_REST = 5.0
TIMEOUT = Timeout(30.0, connect=5.0)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the API said."""

    status: int
    body: Any
    headers: dict[str, str]

    @property
    def is_good(self) -> bool:
        """Tell whether it was done."""
        return self.status < 400  # noqa: PLR2004 - as HTTP divides its numbers

    @property
    def code(self) -> str:
        """Return the code of the problem, '' where there is none."""
        return "" if self.is_good else str(self.body.get("code", self.status))


class Door:
    """The API at one address, as one person meets it."""

    def __init__(self, client: AsyncClient, token: str = "", patience: float = 120.0) -> None:
        """Speak through *client*; wait at most *patience* seconds for a part that is away."""
        self._client = client
        self.token = token
        self._patience = patience
        self._shown = {"Authorization": f"Bearer {token}"}

    def of(self, token: str) -> "Door":
        """Return this door as the bearer of *token* meets it."""
        return Door(self._client, token, self._patience)

    def of_citizen(self, tracking_code: str) -> "Door":
        """Return this door as the citizen with *tracking_code* meets it."""
        door = Door(self._client, patience=self._patience)
        door._shown = {"Tracking-Code": tracking_code}
        return door

    async def get(self, path: str, **asked: Any) -> Answer:
        """Read."""
        return await self._ask("GET", path, params={name: each for name, each in asked.items() if each})

    async def put(self, path: str, body: Any) -> Answer:
        """Say how something is to be, once or again."""
        return await self._ask("PUT", path, json=body)

    async def patch(self, path: str, body: Any) -> Answer:
        """Say how a part of something is to be, once or again."""
        return await self._ask("PATCH", path, json=body)

    async def post(self, path: str, body: Any, key: str) -> Answer:
        """Do something, once under this *key* however often it is asked."""
        return await self._ask("POST", path, json=body, headers={"Idempotency-Key": key})

    async def _ask(self, method: str, path: str, **parts: Any) -> Answer:
        """Ask until there is an answer. Raises PartFailed when the patience is at an end."""
        deadline = time.monotonic() + self._patience
        headers = {**self._shown, **parts.pop("headers", {})}
        rest = FIRST_REST
        while True:
            try:
                response = await self._client.request(method, path, headers=headers, **parts)
            except GONE as trouble:
                said, asked_rest = type(trouble).__name__, 0.0
            else:
                if response.status_code not in AWAY:
                    body = response.json() if response.content else {}
                    return Answer(response.status_code, body, dict(response.headers))
                said, asked_rest = str(response.status_code), _seconds(response.headers.get("retry-after"))
            if time.monotonic() > deadline:
                raise PartFailed(f"the API at {self._client.base_url} does not answer ({said})")
            await asyncio.sleep(max(rest, asked_rest))
            rest = min(rest * 2, LONGEST_REST)


def client(url: str, at_once: int = 8) -> AsyncClient:
    """Return a client for the API at *url* that asks at most *at_once* things at the same time."""
    limits = Limits(max_connections=at_once, max_keepalive_connections=at_once)
    return AsyncClient(
        base_url=url, limits=limits, timeout=TIMEOUT, trust_env=False, headers={"Accept-Language": "en"}
    )


def _seconds(written: str | None) -> float:
    return min(float(written), LONGEST_REST) if written and written.isdecimal() else 0.0
