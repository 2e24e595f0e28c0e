"""Superiors: from each organisation the way up ends."""

from collections.abc import Mapping

from domain.errors import UnknownOrganisation
from domain.policy.plan import ROLE_OF_STEP, Step
from domain.policy.policy import Organisation

DECIDES = ROLE_OF_STEP[Step.AGENCY]


def in_circles(superiors: Mapping[str, str]) -> frozenset[str]:
    """Return the organisations whose way up by *superiors*, one or '' for each, comes back to them.

    Each organisation is visited once, however long the ways are.
    """
    visited: set[str] = set()
    circling: set[str] = set()
    for start in superiors:
        path: dict[str, int] = {}
        at = start
        while at in superiors and at not in visited:
            visited.add(at)
            path[at] = len(path)
            at = superiors[at]
        if at in path:
            circling.update(each for each, place in path.items() if place >= path[at])
    return frozenset(circling)


def can_be_superior(organisation: Organisation | None) -> bool:
    """Return whether people of *organisation* decide on complaints here."""
    return organisation is not None and organisation.has_role(DECIDES)


def check_organisation(organisation: Organisation, known: Mapping[str, Organisation]) -> None:
    """Refuse a superior that is not *known*, has no people who decide, or is below the organisation."""
    above = organisation.superior
    if not above:
        return
    superiors = {each.id: each.superior for each in known.values()} | {organisation.id: above}
    if not can_be_superior(known.get(above)) or organisation.id in in_circles(superiors):
        raise UnknownOrganisation(organisation=above, role=DECIDES, field="superior")
