"""Everyday work on tasks and appeals: possession, hand-over, requests, completion."""
