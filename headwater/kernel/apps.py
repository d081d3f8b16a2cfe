from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "headwater.kernel"
    label = "kernel"
    verbose_name = "Kernel"
