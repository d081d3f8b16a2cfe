"""All addresses: the desk's, sign-in's and those of each capability that is on."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("", include("headwater.desk.urls")),
    path("account/", include("headwater.desk.sign_in_urls")),
    *(path(f"{name}/", include(f"headwater.{name}.urls")) for name in settings.CAPABILITIES),
]

handler400 = "headwater.govuk.errors.bad_request"
handler403 = "headwater.govuk.errors.permission_denied"
handler404 = "headwater.govuk.errors.not_found"
handler429 = "headwater.govuk.errors.too_many"
handler500 = "headwater.govuk.errors.server_error"
