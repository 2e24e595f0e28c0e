"""People: the work of a deactivated person returns to the group at once."""

from domain.identity.people import Role
from store.reference import people as directory
from tests.support.api.harness import ApiHarness


async def test_the_tasks_of_a_deactivated_person_return_to_the_group(harness: ApiHarness) -> None:
    async with harness.engine.begin() as connection:
        leaving, token = await directory.create_person(
            connection, "Кететін Маман", "reception-61", Role.CLERK, "61"
        )
    harness.tokens["leaving"] = token
    tasks = [(await harness.register_and_start())[1] for _ in range(2)]
    for task in tasks:
        assert (await harness.send_task_command("leaving", task, "claim")).status_code == 200
    gone = await harness.http.patch(
        f"/v1/people/{leaving.id}", json={"active": False}, headers=harness.auth_headers("operator")
    )
    assert gone.status_code == 200, gone.text
    for task in tasks:
        seen = (await harness.get("clerk", f"/v1/tasks/{task['id']}")).json()
        assert (seen["state"], seen["holder"]) == ("ready", None)
        assert "claim" in seen["allowed_verbs"]
