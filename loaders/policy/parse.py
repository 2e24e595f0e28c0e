"""Reading of a policy file: the policy, or every error with its line."""

from collections.abc import Callable, Iterator

from domain.identity.people import Group
from domain.policy.calls import DEFAULT_CALLS
from domain.policy.plan import ROLE_OF_STEP, Step
from domain.policy.policy import Policy, Theme
from domain.worktime.working_calendar import Calendar
from loaders.policy.checks import PolicyChecks
from loaders.policy.shape import PolicyDraft
from loaders.toml.form import FileErrors, FileFormat, Violation, require, valid_items

CalendarLookup = Callable[[str], Calendar | None]


class PolicyErrors(FileErrors):
    """A policy is invalid."""


POLICY_FORMAT = FileFormat(
    PolicyDraft,
    tables=frozenset({"specialists", "ladders", "steps"}),
    lists=frozenset({"regions", "themes", "organisations", "topics", "calls"}),
    errors=PolicyErrors,
)


def load_policy(text: str, source: str, calendars: CalendarLookup) -> Policy:
    """Return the policy in *text*; *source* is its name in errors.

    *calendars* looks up a calendar by its version. Raises PolicyErrors with every error at once.
    """

    def checks(draft: PolicyDraft, cut: frozenset[str]) -> Iterator[Violation]:
        calendar = calendars(draft.calendar) if draft.calendar else None
        return PolicyChecks(draft, cut, calendar).violations()

    return _build_policy(POLICY_FORMAT.read(text, source, checks))


def _build_policy(draft: PolicyDraft) -> Policy:
    """Return the policy of a draft without errors."""
    ladders = {name: require(each).escalation() for name, each in require(draft.ladders).items()}
    regions = [each.region() for _, each in valid_items("regions", draft.regions)]
    themes = [Theme(each.id, each.titles.titles()) for _, each in valid_items("themes", draft.themes)]
    topics = [each.topic() for _, each in valid_items("topics", draft.topics)]
    organisations = [
        organisation
        for _, each in valid_items("organisations", draft.organisations)
        for organisation in each.organisations(regions)
    ]
    return Policy(
        name=require(draft.name),
        version=require(draft.version),
        calendar=require(draft.calendar),
        statute=require(draft.statute).schedule(ladders),
        steps={
            step: require(each).rule(ladders, require(each).lapse)
            for step, each in require(draft.steps).items()
        },
        side_task=require(draft.side).rule(ladders),
        receipt=draft.receipt.plan(ladders) if draft.receipt else None,
        limits=require(draft.limits).limits(),
        fallback=Group(require(draft.fallback), ROLE_OF_STEP[Step.AGENCY]),
        specialists={each: require(name) for each, name in require(draft.specialists).items()},
        sponsor=require(draft.sponsor),
        regions={each.id: each for each in regions},
        themes={each.id: each for each in themes},
        organisations={each.id: each for each in organisations},
        topics={each.id: each for each in topics},
        law=draft.law or "",
        urgent=draft.urgent.urgent(ladders) if draft.urgent else None,
        calls=tuple(each.rule() for _, each in valid_items("calls", draft.calls)) or DEFAULT_CALLS,
        own_rules=draft.procedures.rules() if draft.procedures else (),
    )
