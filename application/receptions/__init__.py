"""Use cases of personal receptions: schedule, visits and overdue receptions."""
