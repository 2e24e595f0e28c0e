"""Superiors of organisations: known, able to decide, and in no circle."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.country.titles import Titles
from domain.errors import UnknownOrganisation
from domain.identity.people import Role
from domain.policy.policy import Organisation
from domain.policy.superiors import check_organisation, in_circles

TITLES = Titles("Орган", "Орган", "Body")
BODY = Organisation("body", "akimat", "61", TITLES, (Role.OFFICER,), "upper")
UPPER = Organisation("upper", "ministry", "", TITLES, (Role.OFFICER,))


def returns_to_itself(start: str, superiors: dict[str, str]) -> bool:
    """Return whether *start* is on its own way up, by walking it."""
    at = superiors[start]
    for _ in superiors:
        if at == start:
            return True
        at = superiors.get(at, "")
    return False


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from(["", *"abcdefghxy"])))
def test_the_circles_are_those_that_a_walk_finds(superiors: dict[str, str]) -> None:
    assert in_circles(superiors) == {each for each in superiors if returns_to_itself(each, superiors)}


@pytest.mark.parametrize(
    "known",
    [
        {},
        {"upper": replace(UPPER, roles=(Role.CLERK,))},
        {"upper": replace(UPPER, superior="body")},
        {"upper": replace(UPPER, superior="body"), "body": replace(BODY, superior="")},
    ],
    ids=["unknown", "without officers", "below", "below the corrected one"],
)
def test_a_superior_that_cannot_be_one_is_refused(known: dict[str, Organisation]) -> None:
    with pytest.raises(UnknownOrganisation) as refused:
        check_organisation(BODY, known)
    assert refused.value.details["field"] == "superior"


def test_a_known_superior_or_none_is_accepted() -> None:
    check_organisation(BODY, {"upper": UPPER})
    check_organisation(replace(BODY, superior=""), {})
