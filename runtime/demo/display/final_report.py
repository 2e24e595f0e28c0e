"""The report at the end of the demo: totals, clocks, escalations, and links to the Web UI."""

from collections.abc import Iterator

from rich.console import Console

from domain.policy.escalation import EscalationTarget
from runtime.demo.display.monitor import Monitor
from runtime.demo.display.totals import Totals, count_totals, published_figures
from runtime.demo.simulation.scenarios import Incident
from runtime.demo.simulation.session import IssuedTalon, Session
from runtime.settings import Settings
from workflows.names import appeal_workflow_id

NOTABLE_INCIDENTS = (
    *(
        Incident.IGNORED_BY_ALL,
        Incident.IGNORED_UNTIL_FALLBACK,
        Incident.REOPENED,
        Incident.DECLINED,
        Incident.LATE_RECEIPT,
        Incident.HOLDER_ON_LEAVE,
    ),
    *(Incident.SPECIALIST_ASKED, Incident.IGNORED_AT_COUNTER),
)


def print_report(settings: Settings, console: Console, session: Session, monitor: Monitor) -> int:
    """Print the report; return 0 if the totals are consistent and no open appeal is without a clock."""
    totals = count_totals(session.talons, monitor.lines.values())
    lines = [
        *_total_lines(totals),
        "",
        *_clock_lines(monitor),
        "",
        *_verb_lines(session),
        "",
        *_link_lines(settings, session),
    ]
    console.rule(f"{totals.issued:,} appeals")
    console.print(
        "\n".join([*lines, "The stack keeps running."]), highlight=False, markup=False, soft_wrap=True
    )
    return 0 if totals.is_consistent and not monitor.without_clock else 1


def _total_lines(totals: Totals) -> Iterator[str]:
    yield str(totals)
    check = "The totals are consistent" if totals.is_consistent else "THE TOTALS ARE NOT CONSISTENT"
    yield f"{check}, as are the published figures: {published_figures()}."


def _clock_lines(monitor: Monitor) -> Iterator[str]:
    levels = monitor.escalation_counts
    called = ", ".join(f"{target} {levels[target]}" for target in EscalationTarget if levels[target])
    escalated = sum(line.escalations > 0 for line in monitor.lines.values())
    yield f"Open appeals without a running clock: {monitor.without_clock} (maximum of all polls)."
    yield f"Worst lateness of a clock: {monitor.worst_lateness_seconds:.1f} s after its due time."
    yield f"Escalations: {escalated} appeals reached {sum(levels.values())} levels: {called or 'none'}."


def _verb_lines(session: Session) -> Iterator[str]:
    yield (
        "Commands: " + ", ".join(f"{verb} {count}" for verb, count in session.verb_counts.most_common()) + "."
    )
    refused = ", ".join(f"{code} {count}" for code, count in session.refusals.most_common())
    yield f"Refused: {refused or 'nothing'}."


def _link_lines(settings: Settings, session: Session) -> Iterator[str]:
    if not settings.temporal_ui:
        return
    yield "Workflow histories in Temporal's Web UI:"
    for incident in NOTABLE_INCIDENTS:
        talon = _first_talon_with(session, incident)
        if talon is not None:
            yield f"  {incident}"
            yield f"  {settings.temporal_ui}/{appeal_workflow_id(talon.number)}"


def _first_talon_with(session: Session, incident: Incident) -> IssuedTalon | None:
    return next((each for each in session.talons.values() if each.scenario.incident is incident), None)
