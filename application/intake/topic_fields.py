"""The fields of a topic, as an appeal states them."""

from collections.abc import Mapping

from application.errors import UseCaseError
from domain.policy.policy import Topic
from domain.policy.topic_fields import FieldValue, field_problems


def check_topic_fields(topic: Topic, values: Mapping[str, FieldValue]) -> None:
    """Raise UseCaseError with every field that *values* state wrongly or leave out."""
    errors = [(f"topic_fields.{name}", code) for name, code in field_problems(topic.fields, values)]
    if errors:
        raise UseCaseError("validation_failed", errors=errors)
