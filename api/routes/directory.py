"""Who works on what, by which rules."""

from dataclasses import replace

from fastapi import APIRouter, Request

from api.auth import Caller, Deps, Operator
from api.dependencies import policy_cache_of
from application.errors import ApiError
from domain.policy.policy import NATIONWIDE, Region, Topic
from domain.policy.regions import RegionHistory
from schemas.http.directory import (
    FormerRegionView,
    OrganisationBody,
    OrganisationPage,
    OrganisationView,
    PolicyView,
    RegionView,
    ThemeView,
    TitlesView,
    TopicBody,
    TopicPage,
    TopicView,
)
from schemas.http.requests.fields import Slug
from store.database.engine import autocommit
from store.reference import policies

router = APIRouter(prefix="/v1", tags=["directory"])


@router.get("/organisations")
async def list_organisations(request: Request, needs: Deps, _by: Caller) -> OrganisationPage:
    """List who works on appeals."""
    async with autocommit(needs.engine).connect() as connection:
        policy = await policy_cache_of(request).policy(connection)
    return OrganisationPage(
        items=[OrganisationView.model_validate(each) for each in policy.organisations.values()]
    )


@router.put("/organisations/{organisation}")
async def put_organisation(
    request: Request, needs: Deps, _by: Operator, organisation: Slug, body: OrganisationBody
) -> OrganisationView:
    """Enter an organisation beside those of the policy, or correct it."""
    rules = policy_cache_of(request)
    if organisation in rules.file_policy.organisations:
        raise ApiError("defined_by_policy")
    region = (
        needs.region_history.resolve(body.region, rules.file_policy.regions).id if body.region else NATIONWIDE
    )
    entered = replace(body.organisation(organisation), region=region)
    async with needs.engine.begin() as connection:
        await policies.add_imported(connection, organisations=[entered])
    rules.invalidate()
    return OrganisationView.model_validate(entered)


@router.get("/topics")
async def list_topics(request: Request, needs: Deps, _by: Caller) -> TopicPage:
    """List what an appeal may be about."""
    async with autocommit(needs.engine).connect() as connection:
        policy = await policy_cache_of(request).policy(connection)
    return TopicPage(items=[_present_topic(each) for each in policy.topics.values()])


@router.put("/topics/{topic}")
async def put_topic(request: Request, needs: Deps, _by: Operator, topic: Slug, body: TopicBody) -> TopicView:
    """Enter a topic beside those of the policy, or correct it. Appeals that run keep their own plan."""
    rules = policy_cache_of(request)
    if topic in rules.file_policy.topics:
        raise ApiError("defined_by_policy")
    entered = body.topic(topic)
    async with needs.engine.begin() as connection:
        await policies.add_imported(connection, topics=[entered])
    rules.invalidate()
    return _present_topic(entered)


@router.get("/policy")
async def read_policy(request: Request, needs: Deps, _by: Caller) -> PolicyView:
    """Read the rules that new appeals are stamped with."""
    policy = policy_cache_of(request).file_policy
    async with autocommit(needs.engine).connect() as connection:
        calendar = await policy_cache_of(request).calendar(connection)
    return PolicyView(
        version=policy.versioned_name,
        calendar=calendar.version,
        timezone=needs.calendar.timezone,
        statutory_term=str(policy.statute.budget),
        step_terms={step: str(rule.work.budget) for step, rule in policy.steps.items()},
        regions=[_present_region(each, needs.region_history) for each in policy.regions.values()],
        themes=[ThemeView.model_validate(each) for each in policy.themes.values()],
    )


def _present_topic(topic: Topic) -> TopicView:
    return TopicView(
        id=topic.id,
        theme=topic.theme,
        titles=TitlesView.model_validate(topic.titles),
        competent_body=topic.competent,
        steps=list(topic.steps),
        receipt_required=topic.awaits_receipt,
    )


def _present_region(region: Region, history: RegionHistory) -> RegionView:
    """Return *region* with the names that it had, and those that people use."""
    return RegionView(
        id=region.id,
        titles=TitlesView.model_validate(region.titles),
        kato=region.kato,
        former=[FormerRegionView.model_validate(each) for each in history.former_regions_of(region.id)],
        aliases=list(history.nicknames(region.id)),
    )
