"""The desk as a Django application."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "headwater.desk"
    label = "desk"
    verbose_name = "Desk"

    def ready(self) -> None:
        """Hear the account library, which speaks only by signal."""
        from headwater.desk import sign_in

        sign_in.listen()
