"""api.dependencies."""

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncConnection

from api.http.problems import language_of
from application.dependencies import Dependencies
from application.policy_cache import PolicyCache
from application.presenters.decisions import DecisionPresenter
from application.presenters.notice_text import NoticeTextRenderer


def policy_cache_of(request: Request) -> PolicyCache:
    """Return the rules in force."""
    rules: PolicyCache = request.app.state.rules
    return rules


def decision_presenter_of(request: Request) -> DecisionPresenter:
    """Return who is answered."""
    needs: Dependencies = request.app.state.needs
    return DecisionPresenter(needs.rulebooks, language_of(request))


async def notice_text_renderer_of(request: Request, connection: AsyncConnection) -> NoticeTextRenderer:
    """Return who puts it into words for *request*."""
    policy = await policy_cache_of(request).policy(connection)
    needs: Dependencies = request.app.state.needs
    return NoticeTextRenderer(
        request.app.state.words, policy, needs.rulebooks, decision_presenter_of(request)
    )
