"""The desk's addresses."""

from headwater.desk.views import home, personas

urlpatterns = [*home.urlpatterns, *personas.urlpatterns]
