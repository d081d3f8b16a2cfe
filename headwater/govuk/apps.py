"""Registers the page kit with Django, so that its templates are found."""

from django.apps import AppConfig


class GovukConfig(AppConfig):
    name = "headwater.govuk"
    label = "govuk"
    verbose_name = "Page kit"
