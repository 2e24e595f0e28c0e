"""Histories of released versions, lived once and replayed for ever."""
