"""What can go wrong with the database, each as a sentence that the person at the keyboard reads."""


class DatabaseUnavailable(Exception):
    """The database cannot be started, reached or prepared; the message says why and what to do."""


class ServerStopped(DatabaseUnavailable):
    """The server process ended before it answered; the message ends with its own last words."""


class ForeignServer(DatabaseUnavailable):
    """Something answers at our socket that cannot be proved to be our server."""


class HomeRefused(DatabaseUnavailable):
    """The home folder, or a folder inside it, cannot be used by whoever runs the command."""


class RolesMissing(DatabaseUnavailable):
    """The roles are not there and the connection that was given may not create them."""


class WebRoleTooStrong(DatabaseUnavailable):
    """The role of web and worker could read past row-level security."""


class BackupRefused(Exception):
    """The file is no backup, is damaged, or may not be restored here; the message says which."""
