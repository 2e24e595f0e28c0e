"""The person at a counter is an applicant by number, or by the whole name where there is none."""

import pytest

from domain.identity.presence import Identity, is_same_person

NAMED = Identity("Гүлнұр Әбенова")
NUMBERED = Identity("Гүлнұр Әбенова", iin="900101300007")
ORGANISATION = Identity("«Үміт» қоры", bin="240140000001")


@pytest.mark.parametrize(
    ("present", "recorded"),
    [
        (Identity("Абенова Гулнур"), NAMED),
        (Identity(iin="900101300007"), NUMBERED),
        (Identity("Басқа Адам", iin="900101300007"), NUMBERED),  # renamed since
        (Identity(bin="240140000001"), ORGANISATION),
    ],
)
def test_an_applicant_is_recognised(present: Identity, recorded: Identity) -> None:
    assert is_same_person(present, recorded)


@pytest.mark.parametrize(
    ("present", "recorded"),
    [
        (Identity("Гүлнұр"), NAMED),
        (Identity(), NAMED),
        (Identity(), Identity("…")),
        (NAMED, NUMBERED),  # a name is not enough where there is a number
        (Identity(iin="900101300811"), NUMBERED),
        (Identity(bin="240140000001"), NUMBERED),
        (Identity("«Үміт» қоры"), ORGANISATION),
    ],
)
def test_another_person_is_not_recognised(present: Identity, recorded: Identity) -> None:
    assert not is_same_person(present, recorded)
