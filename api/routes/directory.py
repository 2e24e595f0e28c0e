"""The directory: organisations, topics, the policy in force, and the vocabulary."""

from zoneinfo import ZoneInfo

from fastapi import APIRouter

from api.auth import Caller, Deps, Operator
from application.administration import directory, vocabulary
from schemas.http.directory import (
    OrganisationBody,
    OrganisationPage,
    OrganisationView,
    PolicyView,
    TopicBody,
    TopicPage,
    TopicView,
)
from schemas.http.requests.fields import Slug
from schemas.http.vocabulary import VocabularyView

router = APIRouter(prefix="/v1", tags=["directory"])


@router.get("/organisations")
async def list_organisations(dependencies: Deps, _by: Caller) -> OrganisationPage:
    """List the organisations that work on appeals."""
    return await directory.list_organisations(dependencies)


@router.put("/organisations/{organisation}")
async def put_organisation(
    dependencies: Deps, _by: Operator, organisation: Slug, body: OrganisationBody
) -> OrganisationView:
    """Add an organisation beside those of the policy, or correct it."""
    return await directory.put_organisation(dependencies, organisation, body)


@router.get("/topics")
async def list_topics(dependencies: Deps, _by: Caller) -> TopicPage:
    """List the topics of appeals."""
    return await directory.list_topics(dependencies)


@router.put("/topics/{topic}")
async def put_topic(dependencies: Deps, _by: Operator, topic: Slug, body: TopicBody) -> TopicView:
    """Add a topic beside those of the policy, or correct it. Registered appeals keep their plan."""
    return await directory.put_topic(dependencies, topic, body)


@router.get("/policy")
async def read_policy(dependencies: Deps, _by: Caller) -> PolicyView:
    """Read the policy that new appeals are registered under."""
    return await directory.read_policy(dependencies)


@router.get("/vocabulary")
async def read_vocabulary(dependencies: Deps) -> VocabularyView:
    """Read all values that requests and answers may name, with titles in Kazakh, Russian and English."""
    today = dependencies.clock().astimezone(ZoneInfo(dependencies.calendar.timezone)).date()
    return vocabulary.read_vocabulary(dependencies.rulebooks, today)
