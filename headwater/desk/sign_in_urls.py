"""Sign-in's addresses: those of allauth that we use, under the names that it asks for.

Left out on purpose: registering alone, and changing one's own e-mail address, which is the name
under which an administrator invited the person.
"""

from allauth.account import views as account
from allauth.socialaccount import views as social
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path, re_path

from headwater.desk import sign_in

urlpatterns = [
    path(
        "login/",
        account.LoginView.as_view(
            extra_context={
                "organisation_ways": sign_in.organisation_ways,
                "is_demonstration": sign_in.is_demonstration,
            }
        ),
        name="account_login",
    ),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("2fa/", include("allauth.mfa.urls")),
    path("sessions/", include("allauth.usersessions.urls")),
    path("organisation/cancelled/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path(
        "organisation/error/",
        login_not_required(social.login_error),
        name="socialaccount_login_error",
    ),
    path("", include("allauth.socialaccount.providers.openid_connect.urls")),
]
