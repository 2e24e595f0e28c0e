"""Real appeals come in through the running system, however often they are sent, and none is lost."""

import asyncio
import csv
import os
import re
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from temporalio.client import Client

from runtime.importer.plain_text import to_plain_text
from tests.support.devstack import read_state, run_command, running_devstack, start_command
from tests.support.pages import PROJECT_ROOT
from tests.support.scale import scaled

KURSK = Path(
    os.environ.get("KOMEK_KURSK", PROJECT_ROOT.parent / "shared" / "data" / "appeals-kursk-2000.csv")
)
MARKUP = re.compile(r"</?[a-z]+[^<>]*>|&#?[a-z0-9]+;|\u00a0|\u200b", re.IGNORECASE)
PATIENCE = 240.0
ROWS = scaled(500, 2000)
MIXED = f"""source_id,text,topic,executor,topic_group
1,<p>Нет&nbsp;света</p>,Свет,РЭС,3
2,<p>&nbsp;</p>,Свет,РЭС,3
3,Нет воды,Вода
4,Нет воды,{"Вода" * 100},РЭС,3
"""


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return the folder of a running stack."""
    data = tmp_path_factory.mktemp("stack")
    with running_devstack(data):
        yield data


def table(path: Path, encoding: str) -> list[dict[str, str]]:
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file))


def ask(stack: Path, question: str) -> list[tuple[object, ...]]:
    with psycopg.connect(read_state(stack)["settings"]["database_url"]) as connection:
        return connection.execute(question).fetchall()


def change(stack: Path, statement: str) -> None:
    with psycopg.connect(read_state(stack)["settings"]["database_url"]) as connection:
        connection.execute(statement)


async def running_workflows(stack: Path) -> int:
    settings = read_state(stack)["settings"]
    client = await Client.connect(settings["temporal_address"], namespace=settings["temporal_namespace"])
    counted = await client.count_workflows("WorkflowType = 'Appeal' AND ExecutionStatus = 'Running'")
    return counted.count


async def all_workflows(stack: Path, wanted: int) -> int:
    deadline = time.monotonic() + PATIENCE
    while (count := await running_workflows(stack)) < wanted and time.monotonic() < deadline:
        await asyncio.sleep(1)
    return count


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """Return a file with the first ROWS rows of the register."""
    rows = table(KURSK, "utf-8")[:ROWS]
    file = tmp_path / KURSK.name
    with file.open("w", encoding="utf-8", newline="") as written:
        writer = csv.DictWriter(written, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return file


async def kill_midway(stack: Path, *words: str) -> None:
    with start_command(stack, *words) as process:
        while ask(stack, "SELECT count(*) > 100 FROM appeals") == [(False,)] and process.poll() is None:
            await asyncio.sleep(0.2)
        assert process.poll() is None
        process.kill()
    ((known,),) = ask(stack, "SELECT count(*) FROM appeals")
    assert isinstance(known, int)
    assert known < ROWS


@pytest.mark.timeout(600)
async def test_real_appeals_come_in_once_however_often_they_are_sent(stack: Path, register: Path) -> None:
    rows = table(register, "utf-8")
    await kill_midway(stack, "import", str(register))
    first = run_command(stack, "import", str(register), patience=PATIENCE)
    assert (first.returncode, first.stderr) == (0, "")
    counted = re.search(
        rf"{ROWS:,} rows: ([\d,]+) imported, ([\d,]+) already there, 0 rejected", first.stdout
    )
    assert counted, first.stdout
    imported, before_it_died = (int(number.replace(",", "")) for number in counted.groups())
    assert imported + before_it_died == ROWS
    assert before_it_died > 100
    assert await all_workflows(stack, ROWS) == ROWS

    change(stack, "DELETE FROM idempotency_keys")  # as the reconciler does after a year
    second = run_command(stack, "import", str(register), patience=PATIENCE)
    assert second.returncode == 0
    assert f"{ROWS:,} rows: 0 imported, {ROWS:,} already there, 0 rejected" in second.stdout
    assert ask(stack, "SELECT count(*), count(DISTINCT number) FROM appeals WHERE open") == [(ROWS, ROWS)]
    assert ask(stack, "SELECT count(*) FROM outbox") == [(0,)]
    assert ask(stack, "SELECT count(*) FROM appeals WHERE next_alarm_at IS NULL") == [(0,)]
    assert await running_workflows(stack) == ROWS

    texts = ask(stack, "SELECT body, coalesce(original, body) FROM texts")
    assert Counter(original for _, original in texts) == Counter(row["text"] for row in rows)
    assert not [body for body, _ in texts if MARKUP.search(str(body))]
    assert all(body == to_plain_text(str(original)) for body, original in texts)

    asked = ask(
        stack,
        """
        SELECT organisation.titles ->> 'ru' FROM events
        JOIN documents ON digest = split_part(data ->> 'plan', ':', -1)
        JOIN organisations AS organisation ON organisation.id = jsonb_path_query_first(
            content, '$.steps[*] ? (@.step == "agency").group.organisation') #>> '{}'
        WHERE seq = 1
        """,
    )
    assert Counter(title for (title,) in asked) == Counter(row["executor"] for row in rows)


@pytest.mark.timeout(120)
def test_rows_that_cannot_be_appeals_are_reported_and_the_others_come_in(stack: Path, tmp_path: Path) -> None:
    file = tmp_path / "mixed.csv"
    file.write_text(MIXED, "utf-8")
    done = run_command(stack, "import", str(file), "--mapping", "kursk", patience=60)
    assert done.returncode == 2
    assert "4 rows: 1 imported, 0 already there, 3 rejected" in done.stdout
    report = tmp_path / "mixed.csv.rejected.csv"
    with report.open(encoding="utf-8-sig", newline="") as lines:
        assert [(each["line"], each["column"]) for each in csv.DictReader(lines)] == [
            ("3", "text"),
            ("4", ""),
            ("5", "topic"),
        ]


@pytest.mark.timeout(60)
def test_without_a_running_stack_it_says_what_to_do(tmp_path: Path) -> None:
    done = run_command(tmp_path, "import", str(KURSK), patience=30)
    assert done.returncode == 1
    assert done.stderr.startswith("komek: no database configured: run ./dev up")
