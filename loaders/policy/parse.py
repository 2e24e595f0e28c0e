"""A policy's file, read: the policy itself, or every error in it, each with its line."""

from collections.abc import Callable, Iterator

from domain.identity.people import Group
from domain.policy.plan import WORKER_OF, Step
from domain.policy.policy import Policy, Theme
from domain.worktime.working_calendar import Calendar
from loaders.policy.checks import Checks
from loaders.policy.shape import Draft
from loaders.toml.form import Fault, FileErrors, Form, present, there

Calendars = Callable[[str], Calendar | None]


class PolicyErrors(FileErrors):
    """A policy that cannot be used."""


FORM = Form(
    Draft,
    tables=frozenset({"specialists", "ladders", "steps"}),
    lists=frozenset({"regions", "themes", "organisations", "topics"}),
    errors=PolicyErrors,
)


def load_policy(text: str, source: str, calendars: Calendars) -> Policy:
    """Return the policy that *text* writes down; *source* is what errors call it.

    *calendars* looks up a calendar by its version. Raises PolicyErrors with every error at once.
    """

    def checks(draft: Draft, cut: frozenset[str]) -> Iterator[Fault]:
        calendar = calendars(draft.calendar) if draft.calendar else None
        return Checks(draft, cut, calendar).faults()

    return _built(FORM.read(text, source, checks))


def _built(draft: Draft) -> Policy:
    """Return the policy of a draft in which nothing is wrong."""
    ladders = {name: there(each).ladder() for name, each in there(draft.ladders).items()}
    regions = [each.region() for _, each in present("regions", draft.regions)]
    themes = [Theme(each.id, each.titles.titles()) for _, each in present("themes", draft.themes)]
    topics = [each.topic() for _, each in present("topics", draft.topics)]
    organisations = [
        organisation
        for _, each in present("organisations", draft.organisations)
        for organisation in each.organisations(regions)
    ]
    return Policy(
        name=there(draft.name),
        version=there(draft.version),
        calendar=there(draft.calendar),
        statute=there(draft.statute).schedule(ladders),
        steps={
            step: there(each).rule(ladders, there(each).lapse) for step, each in there(draft.steps).items()
        },
        side=there(draft.side).rule(ladders),
        receipt=draft.receipt.plan(ladders) if draft.receipt else None,
        limits=there(draft.limits).limits(),
        fallback=Group(there(draft.fallback), WORKER_OF[Step.AGENCY]),
        specialists={each: there(name) for each, name in there(draft.specialists).items()},
        sponsor=there(draft.sponsor),
        regions={each.id: each for each in regions},
        themes={each.id: each for each in themes},
        organisations={each.id: each for each in organisations},
        topics={each.id: each for each in topics},
        law=draft.law or "",
        urgent=draft.urgent.urgent(ladders) if draft.urgent else None,
    )
