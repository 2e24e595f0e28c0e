"""Permissions: a task offers exactly the verbs that would be accepted."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain import commands as c
from domain.decide.allowed import allowed_verbs
from domain.decide.appeal import decide
from domain.errors import (
    Barred,
    DangerTakesPrecedence,
    ForwardRequired,
    Invalid,
    LimitReached,
    NoSuperior,
    NotAnnouncedYet,
    NotASupervisor,
    NotCompetentToDecide,
    NotForwardable,
    NotProvidedByLaw,
    NotYourGroup,
    RecusalPending,
    Refusal,
    SideTaskOpen,
)
from domain.identity.people import Person, Role
from domain.law.vocabulary import Danger, Defect, NotificationMeans, ReturnGround
from domain.policy.plan import Step
from domain.procedure.registry import COMMANDS
from domain.rules.command_spec import AppealCommandSpec, TaskCommandSpec
from domain.rules.lifecycle import Verb
from domain.rules.permissions import check_appeal_command
from domain.state.task import HandBackReason, HoldReason, ReferralReason, Task, TaskOutcome
from tests.support.domain.builders import (
    CLERK,
    HOUR,
    LAWYER,
    OFFICER,
    OPERATOR,
    OTHER_CLERK,
    PEOPLE,
    RECEPTION_SUPERVISOR,
    REGION_HEAD,
    UNRELATED_OFFICER,
    Scenario,
    awaiting_agency_acceptance,
    awaiting_receipt,
    held_by_agency,
    held_by_clerk,
    parse_term,
    resolved_by_agency,
    unclaimed_at_reception,
)
from tests.support.domain.random_scenarios import random_scenarios
from tests.support.scale import scaled

V = Verb


@pytest.mark.parametrize(
    ("story", "person", "verbs"),
    [
        (unclaimed_at_reception(), CLERK, [V.CLAIM, V.FLAG_DANGER]),
        (
            unclaimed_at_reception(),
            RECEPTION_SUPERVISOR,
            [V.CLAIM, V.COMPLETE, V.REFER, V.REASSIGN, V.FLAG_DANGER],
        ),
        (unclaimed_at_reception(), OFFICER, []),
        (awaiting_agency_acceptance(), OFFICER, [V.CLAIM, V.ACCEPT, V.DECLINE, V.FLAG_DANGER]),
        (
            awaiting_agency_acceptance(),
            REGION_HEAD,
            [V.COMPLETE, V.REFER, V.RETURN, V.REASSIGN, V.FLAG_DANGER],
        ),
        (
            held_by_clerk(),
            CLERK,
            [
                V.CLAIM,
                V.RELEASE,
                V.COMPLETE,
                V.REFER,
                V.REASSIGN,
                V.HOLD,
                V.REQUEST_INFORMATION,
                V.OPEN_SIDE_TASK,
                V.FLAG_DANGER,
            ],
        ),
        (held_by_clerk(), OTHER_CLERK, [V.FLAG_DANGER]),
        (held_by_agency(), OPERATOR, [V.RELEASE, V.COMPLETE, V.REFER, V.RETURN, V.REASSIGN, V.FLAG_DANGER]),
        (held_by_agency(), UNRELATED_OFFICER, []),
        (awaiting_receipt(), OFFICER, []),
        (resolved_by_agency(), OFFICER, []),
    ],
)
def test_a_task_offers_its_verbs(story: Scenario, person: Person, verbs: list[Verb]) -> None:
    assert allowed_verbs(story.appeal, story.task, person) == verbs


def test_while_the_citizen_is_asked_nothing_is_decided() -> None:
    story = held_by_agency()
    story.ask_citizen(OFFICER)
    offered = allowed_verbs(story.appeal, story.task, OFFICER)
    assert not {V.COMPLETE, V.REFER, V.REQUEST_INFORMATION} & set(offered)
    assert V.RELEASE in offered


def test_a_side_task_is_answered_or_returned_but_not_referred() -> None:
    story = held_by_agency()
    story.open_side_task(OFFICER)
    story.claim(LAWYER, story.task)
    offered = allowed_verbs(story.appeal, story.task, LAWYER)
    assert offered == [V.CLAIM, V.RELEASE, V.COMPLETE, V.RETURN, V.REASSIGN, V.HOLD]
    assert allowed_verbs(story.appeal, story.task, OFFICER) == [V.CANCEL_SIDE_TASK]


def test_a_command_of_overseers_is_refused_to_those_who_only_work_there() -> None:
    of_overseers = COMMANDS.spec_of_class(c.ChangeCalendar)
    assert isinstance(of_overseers, AppealCommandSpec)
    with pytest.raises(NotASupervisor):
        check_appeal_command(held_by_agency().appeal, CLERK, replace(of_overseers, roles=frozenset(Role)))


@settings(max_examples=scaled(40, 600))
@given(st.data())
def test_verb_is_offered_exactly_when_it_is_accepted(data: st.DataObject) -> None:
    story = data.draw(random_scenarios())
    for person in PEOPLE:
        for task in story.appeal.tasks:
            offered = allowed_verbs(story.appeal, task, person)
            accepted = [
                each.verb for each in COMMANDS.task_commands if is_accepted(story, each.verb, person, task)
            ]
            assert offered == accepted, (person, task)


def is_accepted(story: Scenario, verb: Verb, person: Person, task: Task) -> bool:
    """Return whether the verb is accepted, or refused only for its content or by an article."""
    try:
        decide(story.appeal, a_plain(story, verb, person, task), story.now)
    except (
        Barred,
        DangerTakesPrecedence,
        ForwardRequired,
        NoSuperior,
        NotCompetentToDecide,
        NotForwardable,
        NotAnnouncedYet,
        NotProvidedByLaw,
        NotYourGroup,
    ):
        return False
    except RecusalPending:
        return False
    except (Invalid, LimitReached, SideTaskOpen):
        return True
    except Refusal as refused:
        return "article" in refused.details
    return True


def a_plain(story: Scenario, verb: Verb, by: Person, task: Task) -> c.PersonCommand:
    """Return the plainest command of this verb, an override where that is possible."""
    spec = COMMANDS[verb]
    override = {"override": True} if isinstance(spec, TaskCommandSpec) and spec.overridable else {}
    wanted: dict[Verb, dict[str, Any]] = {
        V.DECLINE: {"reason": HandBackReason.OTHER},
        V.COMPLETE: {"outcome": TaskOutcome.RESOLVED},
        V.REFER: {"step": Step.SPONSOR, "reason": ReferralReason.OTHER},
        V.RETURN: {"reason": HandBackReason.OTHER},
        V.REASSIGN: {"group": task.group},
        V.HOLD: {"until": story.now + HOUR, "reason": HoldReason.OTHER},
        V.OPEN_SIDE_TASK: {"step": Step.SPECIALIST, "mandatory": False},
        V.REDIRECT: {"to_organisation": "ministry"},
        V.SPLIT_OFF: {"to_organisation": "ministry", "demands": story.appeal.legal.demands[:1]},
        V.FLAG_DANGER: {"danger": Danger.PUBLIC_SAFETY},
        V.REPORT_DEFECTS: {"defects": (Defect.SIGNATURE,), "term": parse_term("5wd")},
        V.RETURN_TO_APPLICANT: {"ground": ReturnGround.DEFECTS_NOT_CORRECTED},
        V.DECIDE_RECUSAL: {"is_upheld": True},
        V.RECORD_NOTIFICATION: {"means": NotificationMeans.SMS},
    }
    return spec.command(by=by, task=task.id, **wanted.get(verb, {}), **override)  # type: ignore[call-arg]
