"""Strange requests by the hundred, made from the API's own description: whatever is sent, never a 500."""

import asyncio
import json
import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from domain.rules.receptions import Reception, ReceptionChange
from store.receptions import schedule
from store.receptions.schedule import ReceptionChangeEntry
from tests.support.api.harness import ApiHarness
from tests.support.scale import scaled

SECONDS = scaled(10, 60)
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
)


async def reception(harness: ApiHarness, hours: int) -> str:
    """Put into the schedule what begins some *hours* from now: what has begun may be visited."""
    head, now = harness.people["head"], datetime.now(UTC)
    begins = now + timedelta(hours=hours)
    it = Reception(uuid4(), head.organisation, head.id, begins, begins + timedelta(hours=2), "Кабинет 12")
    async with harness.engine.begin() as connection:
        await schedule.save_reception(
            connection, it, ReceptionChangeEntry(ReceptionChange.APPROVED, head.id, now)
        )
    return str(it.id)


async def reachable(harness: ApiHarness) -> dict[str, Any]:
    """Return the description with ids of stored resources, so that requests pass the first checks."""
    lives = [await harness.register_and_start() for _ in range(4)]
    known = {
        "task": [task["id"] for _, task in lives],
        "appeal": [talon["id"] for talon, _ in lives],
        "number": [talon["number"] for talon, _ in lives],
        "reception": [await reception(harness, hours) for hours in (-1, 24)],
    }
    whole: dict[str, Any] = (await harness.http.get("/openapi.json")).json()
    for methods in whole["paths"].values():
        for operation in methods.values():
            for parameter in operation.get("parameters", []):
                if parameter["in"] == "path" and parameter["name"] in known:
                    parameter["schema"] = {"type": "string", "enum": known[parameter["name"]]}
    return whole


@pytest.mark.timeout(300)
@pytest.mark.parametrize("who", ["operator", "clerk"])
async def test_no_request_that_the_description_suggests_breaks_anything(
    own_harness: ApiHarness, tmp_path: Path, who: str
) -> None:
    description = tmp_path / "openapi.json"
    description.write_text(json.dumps(await reachable(own_harness)), "utf-8")
    fuzzing = await asyncio.create_subprocess_exec(
        str(Path(sys.executable).parent / "schemathesis"),
        *("run", str(description), "--url", str(own_harness.http.base_url)),
        *("--header", f"Authorization: Bearer {own_harness.tokens[who]}"),
        *("--checks", ",".join(CHECKS)),
        *("--phases", "examples,coverage,fuzzing", "--max-time", str(SECONDS)),
        *("--seed", "2026", "--no-shrink", "--continue-on-failure"),
        *("--workers", "1"),  # ast.parse of Python 3.11 breaks in threads
        cwd=tmp_path,
        env={**os.environ, "NO_COLOR": "1", "COLUMNS": "160"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await fuzzing.communicate()
    assert fuzzing.returncode == 0, output.decode()
