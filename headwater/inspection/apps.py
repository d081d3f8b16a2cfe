from django.apps import AppConfig


class InspectionConfig(AppConfig):
    name = "headwater.inspection"
    label = "inspection"
    verbose_name = "Inspection"
