"""The request's transaction: one reader, signed, from the first statement of a view to the last."""

from collections.abc import Callable
from typing import Any

from allauth.account.middleware import AccountMiddleware
from allauth.core.exceptions import ImmediateHttpResponse, ReauthenticationRequired
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from headwater.govuk import errors
from headwater.kernel import handling

View = Callable[..., HttpResponseBase]


def by_link(act: str) -> Callable[[View], View]:
    """Mark a view that takes a ``token`` as the page behind a partner's link for one act.

    The view gets the :class:`~headwater.kernel.handling.LinkHolder` as ``request.link_holder``.
    """

    def mark(view: View) -> View:
        view.link_act = act  # type: ignore[attr-defined]
        view.login_required = False  # type: ignore[attr-defined]
        return view

    return mark


class ReaderTransaction:
    """Runs each view in one transaction in the name of whoever asks.

    Kernel exceptions become pages: unseen is 404 and refused is 403 with the sentence. A view
    whose form can cross another's catches the conflict itself and shows both versions; elsewhere
    the sentence of the conflict is shown as 409.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._answer_sign_in = AccountMiddleware(get_response).process_exception

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponseBase:
        if "\x00" in request.path:
            # No stored text holds this sign, and the database refuses to look for it.
            return errors.not_found(request)
        try:
            with handling.acting(_reader(request, view, kwargs)):
                return view(request, *args, **kwargs)
        except (ImmediateHttpResponse, ReauthenticationRequired) as raised:
            # The view runs here, so sign-in's own middleware cannot hear what it raises.
            response: HttpResponse = self._answer_sign_in(request, raised)
            return response
        except handling.NotSeen:
            return errors.not_found(request)
        except handling.Refused as refused:
            return errors.refused(request, str(refused))
        except handling.Conflict as conflict:
            shown = errors.refused(request, str(conflict))
            shown.status_code = 409
            return shown


def _reader(request: HttpRequest, view: View, kwargs: dict[str, Any]) -> handling.Reader:
    act = getattr(view, "link_act", None)
    if act is not None:
        holder = handling.LinkHolder(handling.link_for(kwargs["token"], act=act))
        request.link_holder = holder  # type: ignore[attr-defined]
        return holder
    if request.user.is_authenticated:
        return request.user
    return handling.PUBLIC
