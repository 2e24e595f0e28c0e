"""The ledger added up over HTTP: who may read which part of it, and what is refused."""

from datetime import timedelta
from typing import Any

import pytest

from schemas.http.responses.time_ledger import TimeLedgerView
from tests.support.api.harness import ApiHarness
from tests.support.api.problems import assert_problem

AMOUNTS = ("elapsed", "working", "paused", "idle", "off_hours", "late", "extended")
COUNTS = ("appeals", "closed", "breached_appeals", "breached_steps")


async def read(harness: ApiHarness, who: str, by: str = "organisation", **asked: str) -> TimeLedgerView:
    """Read the ledger until it includes all appeals: each request settles a page of those behind."""
    query = "".join(f"&{name}={value}" for name, value in asked.items())
    for _ in range(50):
        answer = await harness.get(who, f"/v1/time-ledger?group_by={by}{query}")
        assert answer.status_code == 200, answer.text
        ledger = TimeLedgerView.model_validate(answer.json())
        if not ledger.pending_appeals:
            return ledger
    raise AssertionError("the ledger does not catch up")


async def moved(harness: ApiHarness, region: str = "61", reception: str = "reception-61") -> dict[str, Any]:
    """Take in an appeal that is at work."""
    talon, _ = await harness.register_and_start(who="operator", region=region, reception=reception)
    return talon


@pytest.mark.parametrize("by", ["organisation", "region", "topic"])
async def test_the_lines_are_the_total_and_every_line_the_sum_of_its_parts(
    harness: ApiHarness, by: str
) -> None:
    await moved(harness)
    ledger = await read(harness, "operator", by)
    for name in COUNTS:
        assert sum(getattr(line, name) for line in ledger.items) == getattr(ledger.total, name)
    for name in AMOUNTS:
        whole = sum((getattr(line, name) for line in ledger.items), timedelta())
        assert whole == getattr(ledger.total, name)
    for line in (*ledger.items, ledger.total):
        assert line.elapsed == line.working + line.paused + line.idle + line.off_hours
        assert 0 <= line.late_share <= 1


async def test_every_way_of_adding_up_comes_to_the_same_appeals(harness: ApiHarness) -> None:
    await moved(harness)
    totals = [(await read(harness, "operator", by)).total for by in ("organisation", "region", "topic")]
    assert len({tuple(getattr(total, name) for name in COUNTS) for total in totals}) == 1


async def test_a_head_reads_the_region_and_a_supervisor_the_organisation(harness: ApiHarness) -> None:
    await moved(harness)
    await moved(harness, "71", "reception-71")
    regions = {
        who: [line.key for line in (await read(harness, who, "region")).items] for who in ("head", "far_head")
    }
    assert regions == {"head": ["61"], "far_head": ["71"]}
    assert {"61", "71"} <= {line.key for line in (await read(harness, "operator", "region")).items}
    own = await read(harness, "supervisor")
    assert [line.key for line in own.items] == ["reception-61"]
    by_topic = await read(harness, "supervisor", "topic")
    assert by_topic.total.appeals == own.total.appeals


@pytest.mark.parametrize("who", ["clerk", "officer", "lawyer", "integrator"])
async def test_others_may_not_read_the_time_ledger(harness: ApiHarness, who: str) -> None:
    assert_problem(await harness.get(who, "/v1/time-ledger?group_by=topic"), 403, "forbidden")


async def test_days_choose_by_registration_and_both_belong_to_it(harness: ApiHarness) -> None:
    talon = await moved(harness)
    shown = (await harness.get("operator", f"/v1/appeals/{talon['id']}")).json()
    seen = await read(
        harness, "operator", "topic", registered_from=shown["registered_at"][:10], registered_to="2100-12-31"
    )
    assert seen.total.appeals >= 1
    none = await read(harness, "operator", "topic", registered_from="2000-01-01", registered_to="2000-01-02")
    assert (none.items, none.total.appeals, none.total.late_share) == ([], 0, 0.0)


@pytest.mark.parametrize(
    ("query", "field", "code"),
    [
        ("", "group_by", "missing"),
        ("group_by=weather", "group_by", "unknown_value"),
        ("group_by=topic&registered_from=yesterday", "registered_from", "not_a_date"),
        ("group_by=topic&registered_to=9999-12-31", "registered_to", "out_of_range"),
        ("group_by=topic&region=61", "region", "unknown_field"),
    ],
)
async def test_invalid_parameters_are_reported_by_field(
    harness: ApiHarness, query: str, field: str, code: str
) -> None:
    problem = assert_problem(
        await harness.get("operator", f"/v1/time-ledger?{query}"), 422, "validation_failed"
    )
    assert [(each["field"], each["code"]) for each in problem["errors"]] == [(field, code)]
