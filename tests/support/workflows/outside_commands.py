"""The check of commands from outside for tests without a directory: it knows the people of LiveAppeal."""

from schemas.wire.outside_commands import OutsideAnswer, OutsideQuestion
from tests.support.workflows.live_appeal import CLERK, OFFICER


async def check_by_known_people(question: OutsideQuestion) -> OutsideAnswer:
    """Return the command as it is where one of these people sends it, and its refusal otherwise."""
    sender = question.message.command.by
    if sender not in {CLERK, OFFICER}:
        return OutsideAnswer(refusal="unknown_person")
    return OutsideAnswer(command=question.message.command, sender=sender)
