"""The lifecycle as people read it: diagrams in Mermaid and tables in Markdown, printed from its tables."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import permutations, product

from domain.identity.people import Role
from domain.rules.lifecycle import AUTHORITY, BY_ITSELF, LEADS_TO, PATHS, STATUSES, TASK_STATES, Verb
from domain.state.appeal import Status
from domain.state.task import OPEN, TaskState

OPEN_STATES = [state for state in TaskState if state in OPEN]
TERMINAL_STATES = [state for state in TaskState if state not in OPEN]
PAGE_TEMPLATE = """# Lifecycle

This page is printed from `domain/rules/lifecycle.py` by `tools/lifecycle_page.py`, and a test keeps it so. Every word is
explained in the [glossary](glossary.md).

## The appeal

What is not a verb happens by itself.

{appeal}

Which command is allowed in which status:

{statuses}

## The task

The states outside the box are terminal: nothing moves a task from there.

{task}

Which verb is allowed in which state of the task:

{states}

Beyond the state, a verb asks who you are. Claim, accept and decline are for the group of the task; the other
verbs for its holder; release, complete, refer and return, by an override that is recorded, for those above
the group on the ladder; reassign for them and the holder; cancel-side-task for those who lead the main path.
The commands on the appeal as a whole are for these roles:

{authority}
"""


def render_page() -> str:
    """Return docs/lifecycle.md."""
    return PAGE_TEMPLATE.format(
        appeal=_mermaid(_appeal_lines()),
        statuses=_tick_table("command", list(Status), STATUSES),
        task=_mermaid(_task_lines()),
        states=_tick_table("verb", OPEN_STATES, TASK_STATES),
        authority=_tick_table("command", list(Role), AUTHORITY),
    )


def _appeal_lines() -> Iterator[str]:
    yield f"[*] --> {Status.IN_PROGRESS}: registered"
    for source, target in product(Status, Status):
        yield from _arrow(source, target, [by for *path, by in PATHS if path == [source, target]])
    yield f"{Status.CLOSED} --> [*]"


def _task_lines() -> Iterator[str]:
    ways = list(_task_transitions())
    yield "state open {"
    yield f"    [*] --> {TaskState.READY}: opened"
    yield f"    [*] --> {TaskState.OFFERED}: handed over"
    for source, target in permutations(OPEN_STATES, 2):
        yield from (f"    {line}" for line in _arrow(source, target, _labels(ways, source, target)))
    yield "}"
    for ended in TERMINAL_STATES:
        from_each = {source: _labels(ways, source, ended) for source in OPEN_STATES}
        from_all = [
            way for way in from_each[TaskState.READY] if all(way in each for each in from_each.values())
        ]
        yield from _arrow("open", ended, from_all)
        for source, labels in from_each.items():
            yield from _arrow(source, ended, [label for label in labels if label not in from_all])


def _task_transitions() -> Iterator[tuple[TaskState, TaskState, str]]:
    """Yield how a task gets from one state to another, by a verb or by itself."""
    for verb, targets in LEADS_TO.items():
        for source, target in product(TASK_STATES.get(verb, {TaskState.READY}), targets):
            yield source, target, verb
    for words, (sources, target) in BY_ITSELF.items():
        for source in sources:
            yield source, target, words


def _labels(
    ways: Iterable[tuple[TaskState, TaskState, str]], source: TaskState, target: TaskState
) -> list[str]:
    return [label for one, two, label in ways if (one, two) == (source, target)]


def _arrow(source: str, target: str, labels: Sequence[str]) -> Iterator[str]:
    """Yield one arrow with all its labels, if there are any."""
    if labels:
        yield f"{source} --> {target}: {', '.join(labels)}"


def _mermaid(lines: Iterable[str]) -> str:
    return "\n".join(["```mermaid", "stateDiagram-v2", *(f"    {line}" for line in lines), "```"])


def _tick_table(corner: str, columns: Sequence[str], rows: Mapping[Verb, Collection[str]]) -> str:
    """Return a table with a tick where a row's set has the column."""
    head = [corner, *columns]
    body = [[verb, *("✓" if column in row else "" for column in columns)] for verb, row in rows.items()]
    lines = [head, ["---"] * len(head), *body]
    return "\n".join(f"| {' | '.join(line)} |".replace("  |", " |") for line in lines)
