"""Who was asked beside the path helps with a part: the appeal itself is not theirs to move."""

import pytest

from domain import commands as c
from domain.errors import NotYourGroup
from domain.identity.people import Person, Role
from domain.policy.plan import Specialty, Step
from domain.procedure.registry import COMMANDS
from domain.rules.command_spec import AppealCommandSpec
from domain.rules.lifecycle import Verb
from domain.rules.permissions import check_appeal_command
from tests.support.domain.builders import (
    CLERK,
    LAWYER,
    LAWYERS_SUPERVISOR,
    OFFICER,
    Scenario,
    held_by_agency,
    person,
)


def with_a_lawyer_asked() -> Scenario:
    """Return an appeal at its agency, whose officer has asked a lawyer beside."""
    story = held_by_agency()
    asked = c.OpenSideTask(
        OFFICER, story.main_task.id, Step.SPECIALIST, mandatory=False, specialty=Specialty.LAWYER
    )
    story.handle(asked)
    return story


def check_for(who: Person, verb: Verb) -> None:
    spec = COMMANDS[verb]
    assert isinstance(spec, AppealCommandSpec)
    check_appeal_command(with_a_lawyer_asked().appeal, who, spec)


@pytest.mark.parametrize(
    ("who", "verb"),
    [
        (LAWYERS_SUPERVISOR, Verb.WITHDRAW),
        (LAWYERS_SUPERVISOR, Verb.REOPEN),
        (LAWYERS_SUPERVISOR, Verb.CONFIRM_RECEIPT),
        (LAWYER, Verb.CONFIRM_RECEIPT),
        (LAWYER, Verb.PROVIDE_INFORMATION),
    ],
)
def test_those_asked_beside_the_step_do_not_move_the_appeal(who: Person, verb: Verb) -> None:
    with pytest.raises(NotYourGroup):
        check_for(who, verb)


@pytest.mark.parametrize("who", [OFFICER, CLERK, person(90, "elsewhere", Role.CLERK)])
def test_those_on_the_path_and_those_at_any_counter_do(who: Person) -> None:
    check_for(who, Verb.CONFIRM_RECEIPT)
    check_for(who, Verb.PROVIDE_INFORMATION)
