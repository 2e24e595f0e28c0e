"""A client that knows nothing but the API's own description, and fails on any answer off its schema.

It imports nothing of Komek. Requests are checked, too: what it sends is what the description allows.
"""

import asyncio
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx2
import jsonschema_rs

JSON, PROBLEM = "application/json", "application/problem+json"
METHODS = frozenset({"get", "put", "post", "patch", "delete"})
POSTPONED = frozenset({202, 503})
MAX_ATTEMPTS = 60
PAUSE_SECONDS = 0.5


@dataclass(frozen=True)
class Operation:
    """One operation of the description."""

    name: str
    method: str
    path: str
    described: dict[str, Any]

    @property
    def required_headers(self) -> set[str]:
        return {
            each["name"]
            for each in self.described.get("parameters", [])
            if each["in"] == "header" and each.get("required")
        }


@dataclass
class Contract:
    """The description of the API, and the operations that were called by it."""

    described: dict[str, Any]
    operations: dict[str, Operation] = field(init=False)
    called: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.operations = {
            each["operationId"]: Operation(each["operationId"], method, path, each)
            for path, methods in self.described["paths"].items()
            for method, each in methods.items()
            if method in METHODS
        }

    @classmethod
    async def read(cls, http: httpx2.AsyncClient) -> "Contract":
        """Read the description from the server."""
        answer = await http.get("/openapi.json")
        assert answer.status_code == 200
        return cls(answer.json())

    def errors(self, schema: dict[str, Any], value: object) -> list[str]:
        """Return what of *value* is off its *schema*."""
        whole = schema | {"components": self.described["components"]}
        validator = jsonschema_rs.Draft202012Validator(whole, validate_formats=True)
        return [
            f"{'/'.join(map(str, each.instance_path))}: {each.message}"
            for each in validator.iter_errors(value)
        ]

    def check_request(self, operation: Operation, body: object) -> None:
        """Assert that the description allows *body*."""
        if body is not None:
            schema = operation.described["requestBody"]["content"][JSON]["schema"]
            assert self.errors(schema, body) == [], f"{operation.name} does not take {body}"

    def check_answer(self, operation: Operation, answer: httpx2.Response) -> None:
        """Assert that the status, the media type and the body of *answer* are described."""
        what = f"{operation.method.upper()} {operation.path} → {answer.status_code}: {answer.text[:500]}"
        responses = operation.described["responses"]
        assert str(answer.status_code) in responses, f"no such status is described: {what}"
        content = responses[str(answer.status_code)].get("content")
        if content is None:
            assert answer.content == b"", what
            return
        media_type = answer.headers["content-type"].partition(";")[0]
        assert media_type in content, f"no such media type is described: {what}"
        errors = self.errors(content[media_type]["schema"], answer.json())
        assert errors == [], f"{errors} in {what}"


@dataclass(frozen=True)
class Caller:
    """One person, a citizen, or an anonymous caller: calls operations by their names."""

    contract: Contract
    http: httpx2.AsyncClient
    headers: dict[str, str]

    async def __call__(
        self,
        name: str,
        body: object = None,
        *,
        expect: int | None = None,
        query: dict[str, str | int] | None = None,
        **path: object,
    ) -> Any:
        """Call an operation; return its answer, which must have the status *expect*, or else be a success."""
        operation = self.contract.operations[name]
        self.contract.check_request(operation, body)
        self.contract.called.add(name)
        headers = self.headers | {each: str(uuid4()) for each in operation.required_headers}
        answer = await self._answer(operation, headers, body, query, path)
        if expect is None:
            assert answer.is_success, f"{name}: {answer.status_code} {answer.text}"
        else:
            assert answer.status_code == expect, f"{name}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    async def _answer(
        self,
        operation: Operation,
        headers: dict[str, str],
        body: object,
        query: dict[str, str | int] | None,
        path: dict[str, object],
    ) -> httpx2.Response:
        """Return the answer; what was postponed is sent again under the same key."""
        for _ in range(MAX_ATTEMPTS):
            answer = await self.http.request(
                operation.method.upper(),
                operation.path.format(**path),
                json=body,
                params=query,
                headers=headers,
            )
            self.contract.check_answer(operation, answer)
            if answer.status_code not in POSTPONED:
                return answer
            await asyncio.sleep(PAUSE_SECONDS)
        raise AssertionError(f"{operation.name} is still postponed: {answer.text}")
