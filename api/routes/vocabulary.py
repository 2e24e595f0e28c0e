"""The vocabulary: what may be named in requests, and its titles."""

from zoneinfo import ZoneInfo

from fastapi import APIRouter

from api.auth import Deps
from application.administration import vocabulary
from schemas.http.responses.vocabulary import VocabularyView

router = APIRouter(prefix="/v1/vocabulary", tags=["directory"])


@router.get("")
async def read_vocabulary(dependencies: Deps) -> VocabularyView:
    """Read all values that requests and answers may name, with titles in Kazakh, Russian and English."""
    today = dependencies.clock().astimezone(ZoneInfo(dependencies.calendar.timezone)).date()
    return vocabulary.read_vocabulary(dependencies.rulebooks, today)
