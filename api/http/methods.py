"""The methods of each address, for answers to a method that it does not have."""

from collections.abc import Iterable

from fastapi import APIRouter
from fastapi.routing import APIRoute


class RouteMethods:
    """The methods of all routes. A fixed path such as /v1/tasks/batch is never taken for an id."""

    def __init__(self, routers: Iterable[APIRouter]) -> None:
        """Read the routes of *routers*."""
        self._routes = [each for router in routers for each in router.routes if isinstance(each, APIRoute)]

    def of(self, path: str) -> frozenset[str]:
        """Return the methods of the address *path*; empty where nothing is served there."""
        return self.of_fixed(path) or self._methods(
            each for each in self._routes if each.path_regex.match(path)
        )

    def of_fixed(self, path: str) -> frozenset[str]:
        """Return the methods of *path* where a route has exactly this path, without parameters."""
        return self._methods(each for each in self._routes if each.path == path)

    @staticmethod
    def _methods(routes: Iterable[APIRoute]) -> frozenset[str]:
        return frozenset(method for route in routes for method in route.methods or ())
