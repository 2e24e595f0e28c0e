"""A clerk of another reception views an appeal while its applicant stands at the counter, on record."""

from typing import Any

import pytest

from tests.support.api.harness import ApiHarness
from tests.support.api.problems import assert_problem

PATH = "/v1/appeals/attended-view"
APPLICANT = {"name": "Гүлнұр Әбенова", "iin": "900101300007"}
PRESENT: dict[str, Any] = {"applicant_present": True, "iin": "900101300007", "reason": "Көшіп келген."}


async def test_an_appeal_of_another_reception_was_closed_to_its_own_applicant(harness: ApiHarness) -> None:
    talon = await harness.register(applicant=APPLICANT)
    seen = await harness.post("stranger", PATH, PRESENT | {"number": talon["number"]})
    assert seen.status_code == 200, seen.text
    view = seen.json()
    assert (view["number"], view["status"]) == (talon["number"], "in_progress")
    assert "applicants" not in view
    assert APPLICANT["name"] not in seen.text


async def test_each_view_is_on_record_with_its_reason(harness: ApiHarness) -> None:
    talon = await harness.register(applicant=APPLICANT)
    await harness.post("stranger", PATH, PRESENT | {"number": talon["number"]})
    (view,) = (await harness.get("supervisor", f"/v1/appeals/{talon['id']}/attended-views")).json()["items"]
    assert (view["by_organisation"], view["applicant"]) == ("reception-71", 0)
    assert view["by_person"] == str(harness.people["stranger"].id)
    assert view["reason"] == PRESENT["reason"]


async def test_a_view_permits_nothing_but_a_new_tracking_code(harness: ApiHarness) -> None:
    talon = await harness.register(applicant=APPLICANT)
    at, present = f"/v1/appeals/{talon['id']}", {"applicant_present": True}
    assert_problem(await harness.post("stranger", f"{at}/renew-tracking-code", present), 404, "not_found")
    await harness.post("stranger", PATH, PRESENT | {"number": talon["number"]})
    assert_problem(await harness.get("stranger", at), 404, "not_found")
    assert_problem(await harness.post("stranger", f"{at}/withdraw", {"text": "Жоқ."}), 404, "not_found")
    assert_problem(await harness.get("stranger", f"{at}/attended-views"), 404, "not_found")
    renewed = await harness.post("stranger", f"{at}/renew-tracking-code", present)
    assert renewed.status_code == 200, renewed.text
    as_citizen = {"Tracking-Code": renewed.json()["tracking_code"]}
    assert (await harness.http.get(at, headers=as_citizen)).json()["number"] == talon["number"]


@pytest.mark.parametrize(
    ("who", "changes", "status", "code"),
    [
        ("stranger", {"iin": "900101300811"}, 404, "not_found"),
        ("stranger", {"iin": None, "name": "Гүлнұр Әбенова"}, 404, "not_found"),
        ("stranger", {"number": "HK-2026-99999999-0"}, 422, "validation_failed"),
        ("stranger", {"applicant_present": False}, 422, "validation_failed"),
        ("stranger", {"reason": ""}, 422, "validation_failed"),
        ("officer", {}, 403, "forbidden"),
        ("integrator", {}, 403, "forbidden"),
    ],
)
async def test_no_appeal_is_viewed_without_its_applicant(
    harness: ApiHarness, who: str, changes: dict[str, Any], status: int, code: str
) -> None:
    talon = await harness.register(applicant=APPLICANT)
    refused = await harness.post(who, PATH, PRESENT | {"number": talon["number"]} | changes)
    assert_problem(refused, status, code)
    kept = await harness.get("supervisor", f"/v1/appeals/{talon['id']}/attended-views")
    assert kept.json()["items"] == []
