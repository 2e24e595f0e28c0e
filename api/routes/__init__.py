"""The routes: each translates a request, calls one use case and serialises the result."""
