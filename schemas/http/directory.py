"""Organisations, topics, people and the policy: as they are sent, and as they are shown."""

from datetime import date
from itertools import pairwise
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from domain.country.offices import Office
from domain.country.titles import Titles
from domain.identity.people import Role
from domain.policy.plan import Specialty, Step
from domain.policy.policy import NATIONWIDE, Organisation, Topic
from domain.policy.topic_fields import FieldChoice, FieldType, TopicField
from schemas.base import RequestBody
from schemas.http.requests.fields import Flag, LegalTermId, RegionCodeOrName, SingleLineText, Slug, TermText
from schemas.http.responses.views import PageView, View

EXTERNAL_DESCRIPTION = (
    "It works outside the system: a redirect to it is sent by letter, and the sender enters its answer."
)
Region = Annotated[
    RegionCodeOrName | Literal[""], Field(description="A code or a name; empty for the country.")
]


def _check_path(steps: list[Step]) -> list[Step]:
    places = [step.position for step in steps]
    if places[:1] != [0] or any(after <= before for before, after in pairwise(places)):
        raise PydanticCustomError("invalid_value", "a path begins at the reception and continues in order")
    return steps


class TitlesBody(RequestBody):
    """A name in three languages."""

    kk: SingleLineText
    ru: SingleLineText
    en: SingleLineText

    def titles(self) -> Titles:
        """Return the name."""
        return Titles(self.kk, self.ru, self.en)


class OrganisationBody(RequestBody):
    """An organisation beside those of the policy."""

    kind: Slug
    region: Region = NATIONWIDE
    titles: TitlesBody
    superior: Slug | None = Field(None, description="The body that decides on a complaint against it.")
    external: Flag = Field(default=False, description=EXTERNAL_DESCRIPTION)
    roles: list[Role] = Field([], max_length=len(Role), validate_default=True)

    @field_validator("roles")
    @classmethod
    def _check_has_people(cls, roles: list[Role], info: ValidationInfo) -> list[Role]:
        if info.data.get("external") is bool(roles):
            raise PydanticCustomError("invalid_value", "people work in an organisation unless it is external")
        return roles

    def organisation(self, name: str) -> Organisation:
        """Return the organisation *name*."""
        roles, superior = tuple(self.roles), self.superior or ""
        titles = self.titles.titles()
        return Organisation(name, self.kind, self.region, titles, roles, superior, self.external)


class FieldChoiceBody(RequestBody):
    """One of the values of a choice."""

    id: LegalTermId
    titles: TitlesBody


class TopicFieldBody(RequestBody):
    """A field of a topic."""

    id: LegalTermId
    titles: TitlesBody
    type: FieldType
    required: Flag = False
    choices: list[FieldChoiceBody] = Field(
        [], max_length=200, description="Of a choice, and of it alone.", validate_default=True
    )

    @field_validator("choices")
    @classmethod
    def _check_has_choices(
        cls, choices: list[FieldChoiceBody], info: ValidationInfo
    ) -> list[FieldChoiceBody]:
        if (info.data.get("type") is FieldType.CHOICE) != bool(choices):
            raise PydanticCustomError("invalid_value", "a choice has choices")
        return choices

    def topic_field(self) -> TopicField:
        """Return the field."""
        choices = tuple(FieldChoice(each.id, each.titles.titles()) for each in self.choices)
        return TopicField(self.id, self.titles.titles(), self.type, self.required, choices)


def _check_distinct_fields(fields: list[TopicFieldBody]) -> list[TopicFieldBody]:
    if len({each.id for each in fields}) < len(fields):
        raise PydanticCustomError("invalid_value", "each field has an id of its own")
    return fields


class TopicBody(RequestBody):
    """A topic beside those of the policy."""

    theme: Slug
    titles: TitlesBody
    competent_body: Slug
    steps: Annotated[list[Step], AfterValidator(_check_path)] = Field([Step.RECEPTION, Step.AGENCY])
    specialists: list[Specialty] = Field(list(Specialty), max_length=len(Specialty))
    sponsor: Slug | None = None
    receipt_required: Flag = False
    step_terms: dict[Step, TermText] = Field({})
    fields: Annotated[list[TopicFieldBody], AfterValidator(_check_distinct_fields)] = Field([], max_length=50)

    def topic(self, name: str) -> Topic:
        """Return the topic *name*."""
        return Topic(
            id=name,
            theme=self.theme,
            titles=self.titles.titles(),
            competent=self.competent_body,
            steps=tuple(self.steps),
            specialists=tuple(self.specialists),
            sponsor=self.sponsor or "",
            awaits_receipt=self.receipt_required,
            budgets=self.step_terms,
            fields=tuple(each.topic_field() for each in self.fields),
        )


class NewPersonBody(RequestBody):
    """A person who will work with Komek."""

    name: SingleLineText
    organisation: Slug
    role: Role
    region: Region | None = Field(None, description="The organisation's own if left out.")
    office: Office | None = Field(
        None, description="What the law knows them by: who extends, who terminates."
    )


class ChangePersonBody(RequestBody):
    """Whether a person may still work with Komek."""

    active: Flag


class TitlesView(View):
    """A name in three languages."""

    kk: str
    ru: str
    en: str


class OrganisationView(View):
    """An organisation that works on appeals."""

    id: str
    kind: str
    region: str
    titles: TitlesView
    roles: list[Role]
    superior: str = Field("", description="The body that decides on a complaint against it, if it has one.")
    external: bool = Field(default=False, description=EXTERNAL_DESCRIPTION)


class OrganisationPage(PageView[OrganisationView]):
    """A page of organisations."""


class FieldChoiceView(View):
    """One of the values of a choice."""

    id: str
    titles: TitlesView


class TopicFieldView(View):
    """A field of a topic."""

    id: str
    titles: TitlesView
    type: FieldType
    required: bool
    choices: list[FieldChoiceView]


class TopicView(View):
    """A topic of appeals, and its path."""

    id: str
    theme: str
    titles: TitlesView
    competent_body: str
    steps: list[Step]
    receipt_required: bool
    fields: list[TopicFieldView] = Field([], description="What an appeal on it states beside its text.")


class TopicPage(PageView[TopicView]):
    """A page of topics."""


class FormerRegionView(View):
    """A former region that became this one or a part of it."""

    id: str
    titles: TitlesView
    since: date | None
    until: date = Field(description="Its last day.")


class RegionView(View):
    """An oblast or a city of republican significance."""

    id: str
    titles: TitlesView
    kato: str
    former: list[FormerRegionView]
    aliases: list[str] = Field(description="Short and older names, without dates.")


class ThemeView(View):
    """A group of topics."""

    id: str
    titles: TitlesView


class PolicyView(View):
    """The policy that new appeals are registered under."""

    version: str = Field(description="Name and version.")
    calendar: str
    timezone: str
    statutory_term: str = Field(description="The term of the whole appeal.")
    step_terms: dict[Step, str] = Field(description="The term of each step.")
    regions: list[RegionView]
    themes: list[ThemeView]


class PersonView(View):
    """A person who works with Komek."""

    id: UUID
    name: str
    organisation: str
    role: Role
    region: str
    active: bool


class PersonPage(PageView[PersonView]):
    """A page of people."""


class PersonWithTokenView(PersonView):
    """The person with the token, which is shown this once and not stored."""

    token: str | None = Field(description="Null when the request is repeated.")
