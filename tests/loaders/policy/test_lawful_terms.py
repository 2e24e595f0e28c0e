"""A policy under a law takes no accepted work from its body before the term of the law ends."""

import pytest

from loaders.policy.parse import PolicyErrors, load_policy
from tests.support.pages import PROJECT_ROOT

SHIPPED = (PROJECT_ROOT / "policies" / "kazakhstan.toml").read_text("utf-8")
OPERATOR_OF_STEPS = '    { after = "4wd", to = "operator" },\n'
LAPSE = '[steps.agency]\nbudget = "10wd"'


def errors_of(text: str) -> list[str]:
    """Return the errors of the policy beside that of its calendar, which is not looked up."""
    with pytest.raises(PolicyErrors) as refused:
        load_policy(text, "it.toml", lambda _: None)
    return [line for line in refused.value.errors if ": calendar:" not in line]


def with_fallback(after: str) -> str:
    """Return the shipped policy with the fallback queue *after* the end of each step."""
    levels = f'    {{ after = "{after}", to = "fallback" }},\n    {{ after = "30wd", to = "operator" }},\n'
    assert SHIPPED.count(OPERATOR_OF_STEPS) == 1
    return SHIPPED.replace(OPERATOR_OF_STEPS, levels)


@pytest.mark.law("АППК 76(1)")
@pytest.mark.parametrize(
    ("after", "too_early"),
    [("4wd", ["agency", "specialist", "sponsor"]), ("14wd", ["agency"]), ("15wd", []), ("15cd", ["agency"])],
)
def test_ladder_took_the_work_before_the_term_of_the_law(after: str, too_early: list[str]) -> None:
    found = errors_of(with_fallback(after))
    if after.endswith("cd"):  # of another unit than the other levels and the term
        assert any("must be in" in line for line in found)
        return
    assert [line.split(": ")[1] for line in found] == [f"steps.{step}.ladder" for step in too_early]
    for line in found:
        number = int(line.split(":")[1])
        assert with_fallback(after).splitlines()[number - 1] == 'ladder = "step"'
        assert "before the term of 15wd ends" in line
        assert "АППК 76(1)" in line


@pytest.mark.law("АППК 65(1)")
def test_step_of_the_body_lapsed_under_a_law() -> None:
    assert SHIPPED.count(LAPSE) == 1
    found = errors_of(SHIPPED.replace(LAPSE, f'{LAPSE}\nlapse = "1wd"'))
    assert any("steps.agency.lapse: under a law only reception lapses: АППК 65(1)" in line for line in found)


def test_policy_without_a_law_sets_its_terms_itself() -> None:
    free = with_fallback("4wd").replace('law = "kz"', 'law = ""')
    assert errors_of(free) == []


def test_law_of_another_country_is_named() -> None:
    found = errors_of(with_fallback("4wd").replace('law = "kz"', 'law = "uz"'))
    assert all("law = 'uz'" in line for line in found)
    assert len(found) == 3
