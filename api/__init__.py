"""HTTP: authenticate, translate, call one use case, serialise; no rule, no SQL."""
