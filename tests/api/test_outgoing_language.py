"""What leaves to the applicant is in the language of the appeal or in Kazakh; else it does not leave."""

from typing import Any

import pytest
from sqlalchemy import text

from tests.support.api.harness import ApiHarness
from tests.support.api.problems import assert_problem

KAZAKH = "Кезекке тұру тәртібі мен қажетті құжаттар түсіндірілді."
ON_A_RUSSIAN_KEYBOARD = "Кезекке туру тартиби мен кажетти кужаттар тусиндирилди."
RUSSIAN = "Вам разъяснили порядок постановки в очередь и нужные документы."
ENGLISH = "You have been told how to join the queue and which papers are needed."
ARTICLE = "АППК 89(2)"


async def claimed(harness: ApiHarness, language: str) -> dict[str, Any]:
    _, task = await harness.register_and_start(language=language)
    await harness.send_task_command("clerk", task, "claim")
    return task


@pytest.mark.law("АППК 89(2)")
@pytest.mark.parametrize(
    ("language", "answer"),
    [("kk", RUSSIAN), ("kk", ENGLISH), ("ru", ENGLISH), ("en", RUSSIAN)],
)
@pytest.mark.parametrize("verb", ["complete", "request-information"])
async def test_an_answer_in_another_language_does_not_leave(
    harness: ApiHarness, language: str, answer: str, verb: str
) -> None:
    task = await claimed(harness, language)
    before = (await harness.get("clerk", f"/v1/tasks/{task['id']}")).json()
    answer_body = {"text": answer} | ({"outcome": "explained"} if verb == "complete" else {})
    problem = assert_problem(
        await harness.send_task_command("clerk", task, verb, **answer_body), 422, "language_not_allowed"
    )
    assert problem["errors"][0]["field"] == "text"
    assert (problem["parameters"]["language"], problem["parameters"]["article"]) == (language, ARTICLE)
    assert answer not in str(problem)
    assert (await harness.get("clerk", f"/v1/tasks/{task['id']}")).json() == before
    async with harness.engine.connect() as connection:
        kept = await connection.scalar(
            text("SELECT count(*) FROM texts WHERE appeal = :appeal AND body = :body"),
            {"appeal": task["appeal"], "body": answer},
        )
    assert kept == 0


@pytest.mark.law("АППК 89(2)")
@pytest.mark.parametrize(
    ("language", "answer"),
    [
        ("kk", KAZAKH),
        ("kk", ON_A_RUSSIAN_KEYBOARD),
        ("ru", RUSSIAN),
        ("ru", KAZAKH),
        ("en", ENGLISH),
        ("en", KAZAKH),
        ("kk", "Да"),
        ("kk", "Иванов П. С., 8 701 000 00 00"),
        ("kk", f"{KAZAKH}\n{RUSSIAN}"),
    ],
)
async def test_the_language_of_the_appeal_and_kazakh_leave_and_so_does_what_may_be_either(
    harness: ApiHarness, language: str, answer: str
) -> None:
    task = await claimed(harness, language)
    done = await harness.send_task_command("clerk", task, "complete", outcome="explained", text=answer)
    assert done.status_code == 200, done.text


async def test_a_supervisor_cannot_override_the_language(harness: ApiHarness) -> None:
    task = await claimed(harness, "kk")
    answer_body: dict[str, Any] = {"outcome": "explained", "text": RUSSIAN, "override": True}
    assert_problem(
        await harness.send_task_command("supervisor", task, "complete", **answer_body),
        422,
        "language_not_allowed",
    )


async def test_the_same_key_is_free_for_the_right_language(harness: ApiHarness) -> None:
    task = await claimed(harness, "kk")
    key = f"language-{task['id']}"
    assert_problem(
        await harness.send_task_command("clerk", task, "complete", key, outcome="explained", text=RUSSIAN),
        422,
        "language_not_allowed",
    )
    done = await harness.send_task_command("clerk", task, "complete", key, outcome="explained", text=KAZAKH)
    assert done.status_code == 200, done.text


async def test_colleagues_write_to_each_other_as_they_like(harness: ApiHarness) -> None:
    task = await claimed(harness, "kk")
    opened = await harness.send_task_command(
        "clerk", task, "open-side-task", specialty="lawyer", text=RUSSIAN
    )
    assert opened.status_code == 200, opened.text
    tasks = (await harness.get("operator", f"/v1/appeals/{task['appeal']}")).json()["tasks"]
    aside = next(each for each in tasks if each["purpose"] == "side")
    await harness.send_task_command("lawyer", aside, "claim")
    answered = await harness.send_task_command("lawyer", aside, "complete", outcome="answered", text=RUSSIAN)
    assert answered.status_code == 200, answered.text


@pytest.mark.law("АППК 89(2)")
async def test_counter_resolution_uses_the_language_of_the_appeal(
    harness: ApiHarness,
) -> None:
    settled = {"outcome": "explained", "text": RUSSIAN}
    body: dict[str, Any] = {"intake_resolution": settled, "text": f"Төрт балам бар. {harness.task_queue}"}
    with pytest.raises(AssertionError, match="language_not_allowed"):
        await harness.register(**body)
    async with harness.engine.connect() as connection:
        kept = await connection.scalar(text("SELECT count(*) FROM texts WHERE body = :text"), body)
    assert kept == 0
    assert (await harness.register(**body | {"language": "ru"}))["status"] == "closed"
