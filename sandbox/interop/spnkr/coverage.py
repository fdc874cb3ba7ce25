"""Finds all public functions, methods and properties of SPNKr, and counts their calls."""

import functools
import importlib
import inspect
import pkgutil
from typing import Callable, Iterator

import spnkr

# Their functions and classes are not for users.
_PRIVATE_MODULES = {"spnkr.models.base", "spnkr.models.types", "spnkr.services.base"}


class Coverage:
    """Counts calls. Make it before anything of SPNKr is used."""

    def __init__(self) -> None:
        self._calls: dict[str, int] = {}
        for module in _modules():
            for name, member in list(vars(module).items()):
                if name.startswith("_") or getattr(member, "__module__", None) != module.__name__:
                    continue
                path = f"{module.__name__.removeprefix('spnkr.')}.{name}"
                if inspect.isfunction(member):
                    setattr(module, name, self._counted(path, member))
                    _replace_imports(member, getattr(module, name))
                elif inspect.isclass(member):
                    self._count_members(path, member)

    def never_called(self) -> list[str]:
        """Return the names without a call."""
        return [name for name, calls in self._calls.items() if calls == 0]

    def _counted(self, path: str, function: Callable) -> Callable:
        self._calls[path] = 0

        @functools.wraps(function)
        def counted(*arguments, **named):
            self._calls[path] += 1
            return function(*arguments, **named)

        return counted

    def _count_members(self, path: str, kind: type) -> None:
        for name, member in list(vars(kind).items()):
            if name.startswith("_"):
                continue
            path_of_member = f"{path}.{name}"
            if inspect.isfunction(member):
                setattr(kind, name, self._counted(path_of_member, member))
            elif isinstance(member, classmethod):
                setattr(kind, name, classmethod(self._counted(path_of_member, member.__func__)))
            elif isinstance(member, property):
                setattr(kind, name, property(self._counted(path_of_member, member.fget)))
            elif isinstance(member, functools.cached_property):
                replacement = functools.cached_property(self._counted(path_of_member, member.func))
                replacement.__set_name__(kind, name)
                setattr(kind, name, replacement)


def _modules() -> Iterator:
    for module in pkgutil.walk_packages(spnkr.__path__, "spnkr."):
        if not module.ispkg and module.name not in _PRIVATE_MODULES:
            yield importlib.import_module(module.name)


def _replace_imports(original: Callable, replacement: Callable) -> None:
    """Replace a function in the packages that offer it to users."""
    for package in [spnkr, spnkr.auth, importlib.import_module("spnkr.film")]:
        for name, member in list(vars(package).items()):
            if member is original:
                setattr(package, name, replacement)
