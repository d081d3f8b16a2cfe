"""The house's database: an embedded PostgreSQL server of our own, or the one DATABASE_URL names.

`ensure` starts or shares the embedded server, `databases` tells Django the way in, `prepare` does
whichever the environment asks for, `check_web_role` refuses a web role that row-level security
would not hold for. Knows nothing of Django or of the domain.
"""

from headwater.postgres import backup, restore, roles
from headwater.postgres.connections import databases
from headwater.postgres.errors import (
    BackupRefused,
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
from headwater.postgres.server import Cluster, ensure, is_up, prepare

__all__ = [
    "BackupRefused",
    "Cluster",
    "DatabaseUnavailable",
    "ForeignServer",
    "HomeRefused",
    "Roles",
    "RolesMissing",
    "ServerStopped",
    "WebRoleTooStrong",
    "backup",
    "check_web_role",
    "databases",
    "ensure",
    "home",
    "is_up",
    "prepare",
    "restore",
    "roles",
    "roles_of",
    "secret",
]
