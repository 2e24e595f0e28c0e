"""The part of docs/rulebooks.md that says what each rule switches on, printed from RuleId."""

from collections.abc import Iterator
from pathlib import Path

from domain.law.rule_ids import ANY_START, RuleId

PAGE = Path(__file__).parents[1] / "docs" / "rulebooks.md"
BEGIN, END = "<!-- rule ids: printed by tools/rule_ids_page.py -->\n", "<!-- end of rule ids -->\n"


def page(text: str) -> str:
    """Return the page *text* with the part about the rule ids as the code has them."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    table = "\n".join(_table())
    return f"{before}{BEGIN}\n{table}\n\n{END}{after}"


def _table() -> Iterator[str]:
    yield "| id | the law demands | it switches on | its term counts from |"
    yield "|---|---|---|---|"
    for rule in RuleId:
        starts = (
            "the act" if rule.starts == ANY_START else ", ".join(f"`{each}`" for each in sorted(rule.starts))
        )
        yield f"| `{rule}` | {rule.meaning} | {rule.switches_on} | {starts} |"


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text("utf-8")), "utf-8")
