"""The policy of an office: plans, escalation, routing, regions and organisations."""
