from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "headwater.desk"
    label = "desk"
    verbose_name = "Desk"
