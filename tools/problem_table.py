"""The table of problems in docs/integrator.md, printed from the codes of the API and the English texts."""

from zoneinfo import ZoneInfo

from api.http.problems import STATUS_BY_CODE
from application.i18n import load_catalogs
from domain.country.languages import Language


def render_table() -> str:
    """Return the Markdown table of all problem codes with status, title and suggested action."""
    catalogs = load_catalogs(ZoneInfo("UTC"))
    rows = [
        f"| `{code}` | {int(status)} | {catalogs.message(Language.ENGLISH, f'{code}.title')} "
        f"| {catalogs.message_template(Language.ENGLISH, f'{code}.next')} |"
        for code, status in STATUS_BY_CODE.items()
    ]
    return "\n".join(["| code | status | meaning | suggested action |", "|---|---|---|---|", *rows]) + "\n"


if __name__ == "__main__":
    print(render_table(), end="")
