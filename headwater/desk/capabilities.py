"""What the capabilities that are on contribute to the desk, by the name of a module of theirs."""

import importlib
import importlib.util
from functools import cache
from types import ModuleType

from django.conf import settings


@cache
def modules(name: str) -> tuple[ModuleType, ...]:
    """The modules ``headwater.<capability>.<name>`` of the capabilities that have one."""
    paths = [f"headwater.{capability}.{name}" for capability in settings.CAPABILITIES]
    return tuple(importlib.import_module(path) for path in paths if importlib.util.find_spec(path))
