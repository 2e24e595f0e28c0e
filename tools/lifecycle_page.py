"""The lifecycle as people read it: diagrams and tables, printed from the command registry."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import permutations, product

from domain.identity.people import Role
from domain.procedure.registry import COMMANDS
from domain.rules.command_spec import (
    ANY_PURPOSE,
    AnyTaskSpec,
    CommandRegistry,
)
from domain.rules.lifecycle import AUTOMATIC_STATUS_MOVES, AUTOMATIC_TASK_MOVES
from domain.state.appeal import Status
from domain.state.task import OPEN, TaskState

OPEN_STATES = [state for state in TaskState if state in OPEN]
TERMINAL_STATES = [state for state in TaskState if state not in OPEN]
PAGE_TEMPLATE = """# Lifecycle

This page is printed from `domain/procedure/task_commands.py` and `domain/procedure/appeal_commands.py` by
`tools/lifecycle_page.py`, and a test keeps it so. Every word is explained in the [glossary](glossary.md).

## The appeal

What is not a verb happens automatically.

{appeal}

Which command is allowed in which status:

{statuses}

## The task

The states outside the box are terminal: nothing moves a task from there.

{task}

Which verb is allowed in which state of the task:

{states}

Who may use a verb on a task, on which tasks, and what else has to hold. An overseer is a supervisor of the
organisation, the head of the region or an operator. An unclaimed duty may be completed by a member or an
overseer of its group. A person who is barred or recused may use none of them; one whose recusal is requested
may not decide.

{tasks}

Who may use a command on the appeal as a whole:

{authority}

{appeals}
"""


def render_page(commands: CommandRegistry = COMMANDS) -> str:
    """Return docs/lifecycle.md."""
    return PAGE_TEMPLATE.format(
        appeal=_mermaid(_appeal_lines(commands)),
        statuses=_tick_table("command", list(Status), ((spec.verb, spec.statuses) for spec in commands)),
        task=_mermaid(_task_lines(commands)),
        states=_tick_table(
            "verb", OPEN_STATES, ((spec.verb, spec.states) for spec in commands.task_commands)
        ),
        tasks=_table(
            ["verb", "who", "on which tasks", "decides", "law's rule", "what else has to hold"],
            (_task_row(spec) for spec in commands.task_commands),
        ),
        authority=_tick_table(
            "command", list(Role), ((spec.verb, spec.roles) for spec in commands.appeal_commands)
        ),
        appeals=_table(
            ["command", "of these roles", "decides", "law's rule"],
            (
                [spec.verb, spec.access, _tick(spec.is_decision), _code(spec.rule_id)]
                for spec in commands.appeal_commands
            ),
        ),
    )


def _task_row(spec: AnyTaskSpec) -> list[str]:
    everything = (spec.competence, *spec.legal_conditions, *spec.conditions)
    words = [condition.words for condition in everything if condition is not None]
    return [
        spec.verb,
        spec.audience,
        _targets(spec),
        _tick(bool(spec.decides_on)),
        _code(spec.rule_id),
        "; ".join(words),
    ]


def _targets(spec: AnyTaskSpec) -> str:
    if spec.purposes == ANY_PURPOSE:
        return f"any; of duties, {_code(spec.duty)}" if spec.duty else "any"
    duty = f" ({_code(spec.duty)})" if spec.duty else ""
    return ", ".join(_code(purpose) for purpose in sorted(spec.purposes)) + duty


def _appeal_lines(commands: CommandRegistry) -> Iterator[str]:
    yield f"[*] --> {Status.IN_PROGRESS}: registered"
    moves = [(move, str(spec.verb)) for spec in commands for move in spec.status_moves]
    moves += [(move, words) for words, move in AUTOMATIC_STATUS_MOVES.items()]
    for move in product(Status, Status):
        yield from _arrow(*move, [label for drawn, label in moves if drawn == move])
    yield f"{Status.CLOSED} --> [*]"


def _task_lines(commands: CommandRegistry) -> Iterator[str]:
    ways = list(_task_transitions(commands))
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


def _task_transitions(commands: CommandRegistry) -> Iterator[tuple[TaskState, TaskState, str]]:
    """Yield how a task gets from one state to another, by a verb or automatically."""
    for spec in commands:
        for source, target in product(spec.states, spec.leads_to):
            yield source, target, spec.verb
    for words, (sources, target) in AUTOMATIC_TASK_MOVES.items():
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


def _tick_table(corner: str, columns: Sequence[str], rows: Iterable[tuple[str, Collection[str]]]) -> str:
    """Return a table with a tick where a row's set has the column."""
    return _table(
        [corner, *columns], ([verb, *(_tick(column in row) for column in columns)] for verb, row in rows)
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |".replace("  |", " |") for line in lines)


def _tick(holds: bool) -> str:  # noqa: FBT001 - the one question
    return "✓" if holds else ""


def _code(word: str | None) -> str:
    return f"`{word}`" if word else ""
