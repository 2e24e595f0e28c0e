"""Who works on what, by which rules."""

from dataclasses import replace

from fastapi import APIRouter, Request

from api.auth import Caller, Operator, World
from api.dependencies import rules_of
from application.errors import Trouble
from domain.policy.policy import NATIONWIDE, Region
from domain.policy.regions import History
from schemas.http.directory import (
    FormerView,
    OrganisationBody,
    OrganisationView,
    PolicyView,
    RegionView,
    ThemeView,
    TitlesView,
    TopicBody,
    TopicView,
)
from schemas.http.requests.fields import Slug
from store.database.engine import at_once
from store.reference import policies

router = APIRouter(prefix="/v1", tags=["directory"])


@router.get("/organisations")
async def list_organisations(request: Request, needs: World, _by: Caller) -> list[OrganisationView]:
    """List who works on appeals."""
    async with at_once(needs.engine).connect() as connection:
        policy = await rules_of(request).policy(connection)
    return [OrganisationView.model_validate(each) for each in policy.organisations.values()]


@router.put("/organisations/{organisation}")
async def put_organisation(
    request: Request, needs: World, _by: Operator, organisation: Slug, body: OrganisationBody
) -> OrganisationView:
    """Enter an organisation beside those of the policy, or correct it."""
    rules = rules_of(request)
    if organisation in rules.own.organisations:
        raise Trouble("defined_by_policy")
    region = needs.regions.find(body.region, rules.own.regions).id if body.region else NATIONWIDE
    entered = replace(body.organisation(organisation), region=region)
    async with needs.engine.begin() as connection:
        await policies.add(connection, organisations=[entered])
    rules.forget()
    return OrganisationView.model_validate(entered)


@router.get("/topics")
async def list_topics(request: Request, needs: World, _by: Caller) -> list[TopicView]:
    """List what an appeal may be about."""
    async with at_once(needs.engine).connect() as connection:
        policy = await rules_of(request).policy(connection)
    return [TopicView.model_validate(each) for each in policy.topics.values()]


@router.put("/topics/{topic}")
async def put_topic(request: Request, needs: World, _by: Operator, topic: Slug, body: TopicBody) -> TopicView:
    """Enter a topic beside those of the policy, or correct it. Appeals that run keep their own plan."""
    rules = rules_of(request)
    if topic in rules.own.topics:
        raise Trouble("defined_by_policy")
    entered = body.topic(topic)
    async with needs.engine.begin() as connection:
        await policies.add(connection, topics=[entered])
    rules.forget()
    return TopicView.model_validate(entered)


@router.get("/policy")
async def read_policy(request: Request, needs: World, _by: Caller) -> PolicyView:
    """Read the rules that new appeals are stamped with."""
    policy = rules_of(request).own
    async with at_once(needs.engine).connect() as connection:
        calendar = await rules_of(request).calendar(connection)
    return PolicyView(
        stamp=policy.stamp,
        calendar=calendar.version,
        timezone=needs.calendar.timezone,
        statute=str(policy.statute.budget),
        budgets={step: str(rule.work.budget) for step, rule in policy.steps.items()},
        regions=[_region(each, needs.regions) for each in policy.regions.values()],
        themes=[ThemeView.model_validate(each) for each in policy.themes.values()],
    )


def _region(region: Region, history: History) -> RegionView:
    """Return *region* with the names that it had, and those that people use."""
    return RegionView(
        id=region.id,
        titles=TitlesView.model_validate(region.titles),
        kato=region.kato,
        former=[FormerView.model_validate(each) for each in history.before(region.id)],
        called=list(history.nicknames(region.id)),
    )
