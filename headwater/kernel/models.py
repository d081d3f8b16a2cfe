"""All models of the kernel in one place, as Django asks."""

from headwater.kernel.actions import *  # noqa: F403
from headwater.kernel.audit import *  # noqa: F403
from headwater.kernel.frameworks import *  # noqa: F403
from headwater.kernel.handling.records import *  # noqa: F403
from headwater.kernel.meetings import *  # noqa: F403
from headwater.kernel.people import *  # noqa: F403
