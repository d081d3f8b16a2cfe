"""The house's database: an embedded PostgreSQL server of our own, or the one DATABASE_URL names.

`ensure` starts or shares the embedded server, `databases` tells Django the way in, `prepare` does
whichever the environment asks for, `check_web_role` refuses a web role that row-level security
would not hold for. Knows nothing of Django or of the domain.
"""

from headwater.postgres.connections import databases
from headwater.postgres.errors import (
    DatabaseUnavailable,
    ForeignServer,
    HomeRefused,
    RolesMissing,
    ServerStopped,
    WebRoleTooStrong,
)
from headwater.postgres.folders import home, secret
from headwater.postgres.roles import Roles, check_web_role
from headwater.postgres.roles import named as roles_of
from headwater.postgres.server import Cluster, ensure, prepare

__all__ = [
    "Cluster",
    "DatabaseUnavailable",
    "ForeignServer",
    "HomeRefused",
    "Roles",
    "RolesMissing",
    "ServerStopped",
    "WebRoleTooStrong",
    "check_web_role",
    "databases",
    "ensure",
    "home",
    "prepare",
    "roles_of",
    "secret",
]
