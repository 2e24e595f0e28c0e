"""The directory: organisations and topics of the policy in force, and those that operators add."""

from dataclasses import replace

from application.dependencies import Dependencies
from application.errors import UseCaseError
from domain.policy.policy import NATIONWIDE, Policy, Region, Topic
from domain.policy.regions import RegionHistory
from domain.policy.superiors import check_organisation
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
    TopicFieldView,
    TopicPage,
    TopicView,
)
from store.database.engine import autocommit
from store.reference import policies


async def list_organisations(dependencies: Dependencies) -> OrganisationPage:
    """Return all organisations that work on appeals."""
    policy = await _policy_in_force(dependencies)
    items = [OrganisationView.model_validate(each) for each in policy.organisations.values()]
    return OrganisationPage(items=items)


async def put_organisation(dependencies: Dependencies, name: str, body: OrganisationBody) -> OrganisationView:
    """Add an organisation beside those of the policy, or correct it; new appeals may go to it at once.

    Raises UseCaseError where the policy defines it, and UnknownOrganisation where its superior cannot be one.
    """
    cache, history = dependencies.policy_cache, dependencies.region_history
    if name in cache.file_policy.organisations:
        raise UseCaseError("defined_by_policy")
    region = history.resolve(body.region, cache.file_policy.regions).id if body.region else NATIONWIDE
    organisation = replace(body.organisation(name), region=region)
    async with dependencies.engine.begin() as connection:
        known = (await cache.policy(connection)).organisations
        check_organisation(organisation, known)
        await policies.add_imported(connection, organisations=[organisation])
    cache.invalidate()
    return OrganisationView.model_validate(organisation)


async def list_topics(dependencies: Dependencies) -> TopicPage:
    """Return all topics of appeals."""
    policy = await _policy_in_force(dependencies)
    return TopicPage(items=[_present_topic(each) for each in policy.topics.values()])


async def put_topic(dependencies: Dependencies, name: str, body: TopicBody) -> TopicView:
    """Add a topic beside those of the policy, or correct it; appeals keep the plan that they have.

    Raises UseCaseError where the policy defines it.
    """
    cache = dependencies.policy_cache
    if name in cache.file_policy.topics:
        raise UseCaseError("defined_by_policy")
    topic = body.topic(name)
    async with dependencies.engine.begin() as connection:
        await policies.add_imported(connection, topics=[topic])
    cache.invalidate()
    return _present_topic(topic)


async def read_policy(dependencies: Dependencies) -> PolicyView:
    """Return the policy that new appeals are registered under, and the version of its calendar."""
    policy = dependencies.policy_cache.file_policy
    async with autocommit(dependencies.engine).connect() as connection:
        calendar = await dependencies.policy_cache.calendar(connection)
    return PolicyView(
        version=policy.versioned_name,
        calendar=calendar.version,
        timezone=dependencies.calendar.timezone,
        statutory_term=str(policy.statute.budget),
        step_terms={step: str(rule.work.budget) for step, rule in policy.steps.items()},
        regions=[_present_region(each, dependencies.region_history) for each in policy.regions.values()],
        themes=[ThemeView.model_validate(each) for each in policy.themes.values()],
    )


async def _policy_in_force(dependencies: Dependencies) -> Policy:
    async with autocommit(dependencies.engine).connect() as connection:
        return await dependencies.policy_cache.policy(connection)


def _present_topic(topic: Topic) -> TopicView:
    return TopicView(
        id=topic.id,
        theme=topic.theme,
        titles=TitlesView.model_validate(topic.titles),
        competent_body=topic.competent,
        steps=list(topic.steps),
        receipt_required=topic.awaits_receipt,
        fields=[TopicFieldView.model_validate(each) for each in topic.fields],
    )


def _present_region(region: Region, history: RegionHistory) -> RegionView:
    """Return *region* with its former names and its aliases."""
    return RegionView(
        id=region.id,
        titles=TitlesView.model_validate(region.titles),
        kato=region.kato,
        former=[FormerRegionView.model_validate(each) for each in history.former_regions_of(region.id)],
        aliases=list(history.nicknames(region.id)),
    )
