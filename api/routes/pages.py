"""Pages for people, whole in themselves: what a problem means, and what the API can do."""

import json
import re
from collections.abc import Iterator
from html import escape
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.http.problems import STATUS_BY_CODE, ApiError, catalogs_of, language_of

router = APIRouter(include_in_schema=False)

FACT_PATTERN = re.compile(r"\{(\w+)\}")
PAGE_TEMPLATE = """<!doctype html>
<html lang="{language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }}
code, pre {{ font: 13px/1.4 ui-monospace, monospace }}
pre {{ background: #f4f4f4; padding: .7rem; overflow: auto }}
summary {{ cursor: pointer; padding: .25rem 0 }}
b {{ display: inline-block; min-width: 4.5rem }}
</style>
<h1>{title}</h1>
{body}
</html>
"""
SECURITY_HEADERS = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}


@router.get("/problems/{name}")
async def explain_problem(request: Request, name: str) -> HTMLResponse:
    """Return the page that explains a problem and what to do about it; its facts stand by name."""
    code = name.replace("-", "_")
    if code not in STATUS_BY_CODE:
        raise ApiError("unknown_path")
    catalogs = catalogs_of(request)
    language = language_of(request)
    meaning, what_to_do, advice = (
        FACT_PATTERN.sub(r"<var>\1</var>", escape(catalogs.message_template(language, key)))
        for key in (f"{code}.detail", "page.next", f"{code}.next")
    )
    body = (
        f"<p><code>{STATUS_BY_CODE[code]} {escape(code)}</code></p><p>{meaning}</p>"
        f"<h2>{what_to_do}</h2><p>{advice}</p>"
    )
    return _render_page(language, catalogs.message(language, f"{code}.title"), body)


@router.get("/docs")
async def show_documentation(request: Request) -> HTMLResponse:
    """List every operation with its example; nothing is loaded from elsewhere."""
    described = request.app.openapi()
    about = f"<p>{escape(described['info']['description'])}</p>"
    whole = '<p><a href="/openapi.json">openapi.json</a></p>'
    return _render_page(
        "en", described["info"]["title"], about + whole + "".join(_list_operations(described))
    )


def _render_page(language: str, title: str, body: str) -> HTMLResponse:
    return HTMLResponse(
        PAGE_TEMPLATE.format(language=language, title=escape(title), body=body), headers=SECURITY_HEADERS
    )


def _list_operations(described: dict[str, Any]) -> Iterator[str]:
    operations = [
        (operation["tags"][0], method, path, operation)
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
    ]
    for tag in described["tags"]:
        yield f"<h2>{escape(tag['name'])}</h2><p>{escape(tag['description'])}</p>"
        yield from (_render_operation(*rest) for name, *rest in operations if name == tag["name"])


def _render_operation(method: str, path: str, operation: dict[str, Any]) -> str:
    examples = "".join(f"<pre>{escape(each)}</pre>" for each in _operation_examples(operation))
    return (
        f"<details><summary><b>{method.upper()}</b> <code>{escape(path)}</code> "
        f"{escape(operation['summary'])}</summary>"
        f"<p>{escape(operation.get('description', ''))}</p>{examples}</details>"
    )


def _operation_examples(operation: dict[str, Any]) -> Iterator[str]:
    """Yield what is sent and what comes back, as far as there are examples."""
    answers = operation["responses"].values()
    for part in (operation.get("requestBody", {}), *answers):
        for content in part.get("content", {}).values():
            if "example" in content:
                yield json.dumps(content["example"], ensure_ascii=False, indent=2)
