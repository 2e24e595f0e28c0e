"""Hands: what touches the world; doing it twice equals doing it once."""
