"""The settings of an installation, with the one address that only the measurements need."""

from headwater.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
