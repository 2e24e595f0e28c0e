"""The lives that are lived over HTTP while parts die: one clerk, one officer, and what they do with each."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from domain.identity.people import Role
from runtime.api_client import ApiClient, ApiResponse

RECEPTION, AGENCY, REGION = "reception-61", "social-protection-61", "61"


@dataclass
class Staff:
    """A clerk and an officer, each with an API client of their own."""

    clerk: ApiClient
    officer: ApiClient

    @classmethod
    async def register(cls, operator: ApiClient) -> "Staff":
        """Enter both into the directory."""
        clients = []
        for organisation, role in ((RECEPTION, Role.CLERK), (AGENCY, Role.OFFICER)):
            body = {"name": f"A {role}", "organisation": organisation, "role": role, "region": REGION}
            entered = await operator.post("/v1/people", body, str(uuid4()))
            assert entered.is_success, entered
            clients.append(operator.with_token(entered.body["token"]))
        return cls(*clients)


async def run_appeal(staff: Staff, number: int) -> UUID:
    """Live one appeal through the API, from talon to proof of notice; every request may meet a death."""
    talon = await request_until_done(staff.clerk, "/v1/appeals", appeal_body(number))
    appeal = talon["id"]
    first = await open_task(staff.clerk, appeal)
    await request_until_done(staff.clerk, f"/v1/tasks/{first}/claim", {})
    referral = {"step": "agency", "reason": "other_competent_body", "text": "Тексеріп, көмек көрсетіңіз."}
    await request_until_done(staff.clerk, f"/v1/tasks/{first}/refer", referral)
    await notify(staff.clerk, appeal)  # a public reception informs the applicant of the transfer
    second = await open_task(staff.officer, appeal)
    await request_until_done(staff.officer, f"/v1/tasks/{second}/accept", {})
    done = {"outcome": "explained", "text": "Түсіндірілді."}
    await request_until_done(staff.officer, f"/v1/tasks/{second}/complete", done)
    await notify(staff.officer, appeal)
    return UUID(appeal)


async def notify(client: ApiClient, appeal: str) -> None:
    """Record the notice that the group of the client's person owes to the applicant."""
    notice = await open_task(client, appeal, purpose="duty")
    body = {"means": "sms", "text": "№ 123"}
    await request_until_done(client, f"/v1/tasks/{notice}/record-notification", body)


async def request_until_done(client: ApiClient, path: str, body: dict[str, Any]) -> Any:
    """Ask until it is done, each time under the same key, and return the answer."""
    answer: ApiResponse = await client.post(path, body, str(uuid4()))
    assert answer.is_success, (path, answer)
    return answer.body


async def open_task(client: ApiClient, appeal: str, purpose: str = "work") -> str:
    """Return the only open task of this purpose, as the client's person sees it."""
    answer = await client.get(f"/v1/appeals/{appeal}")
    assert answer.is_success, answer
    open_ones = [
        task
        for task in answer.body["tasks"]
        if task["purpose"] == purpose and task["state"] in ("ready", "offered", "claimed")
    ]
    assert len(open_ones) == 1, answer.body
    return str(open_ones[0]["id"])


def appeal_body(number: int) -> dict[str, Any]:
    """Return an appeal of a family."""
    return {
        "channel": "counter",
        "language": "kk",
        "region": REGION,
        "reception": RECEPTION,
        "topic": "targeted-assistance",
        "text": f"Көпбалалы отбасымыз, № {number}. Атаулы әлеуметтік көмек керек.",
        "applicant": {"name": f"Өтініш беруші {number}"},
        "agency": AGENCY,
    }
