"""Corrections of what was registered by mistake: the applicant's data, the topic, the region."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from domain import commands as c
from domain import events as e
from domain.errors import NothingToCorrect
from domain.policy.plan import Plan
from domain.state.appeal import Appeal


def correct_applicant(_appeal: Appeal, command: c.CorrectApplicant, _now: datetime) -> Sequence[e.Event]:
    """Return the correction of an applicant's data, or refuse one that changes nothing."""
    if not command.fields:
        raise NothingToCorrect
    return [e.ApplicantCorrected(command.position, command.fields, command.text)]


def correct_topic(appeal: Appeal, command: c.CorrectTopic, _now: datetime) -> Sequence[e.Event]:
    """Return the correction of the topic, with the steps ahead; of its fields alone, the path stays."""
    former = appeal.origin.topic
    if command.topic == former and not command.fields:
        raise NothingToCorrect
    plan = appeal.plan if command.topic == former else _plan_ahead(appeal, command.plan)
    return [e.TopicCorrected(former, command.topic, plan, command.fields, command.text)]


def correct_region(appeal: Appeal, command: c.CorrectRegion, _now: datetime) -> Sequence[e.Event]:
    """Return the correction of the region, with the steps ahead."""
    former = appeal.origin.region
    if command.region == former:
        raise NothingToCorrect
    return [e.RegionCorrected(former, command.region, _plan_ahead(appeal, command.plan), command.text)]


def _plan_ahead(appeal: Appeal, corrected: Plan) -> Plan:
    """Return the plan of *appeal* with the steps ahead, and the bodies for them, of the *corrected* one.

    The terms of the appeal and the steps up to the present one stay, so no running clock moves. The path of a
    complaint does not depend on its topic.
    """
    own, reached = appeal.plan, appeal.step.position
    behind = [each for each in own.steps if each.step.position <= reached]
    ahead = [each for each in corrected.steps if each.step.position > reached]
    is_complaint = bool(appeal.legal.complaint.against)
    return replace(
        own,
        steps=own.steps if is_complaint else (*behind, *ahead) or own.steps,
        specialists=corrected.specialists,
        receipt=own.receipt if is_complaint else corrected.receipt,
        danger_groups=corrected.danger_groups,
        superiors=tuple({**dict(corrected.superiors), **dict(own.superiors)}.items()),
    )
