"""Measures what Komek costs, beside the barest thing that could do the same, in one run."""
