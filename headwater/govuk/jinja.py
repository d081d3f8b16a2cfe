"""The Jinja environment of all pages, named in ``TEMPLATES`` of the settings."""

from typing import Any

import jinja2
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from headwater.govuk import formats, forms, terms
from headwater.govuk.frame import page_context

__all__ = ["environment", "page_context"]


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a named route, for templates: ``url("inspection:round", reference="…")``."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


def environment(**options: Any) -> jinja2.Environment:
    """The environment with the Design System's macros, our filters and translation.

    Undefined names chain, because the Design System's macros ask optional parameters for their
    parts; our own misspelt names are caught by the template lint instead.
    """
    options["undefined"] = jinja2.ChainableUndefined
    options["loader"] = jinja2.ChoiceLoader(
        [
            options["loader"],
            jinja2.PrefixLoader(
                {"govuk_frontend_jinja": jinja2.PackageLoader("govuk_frontend_jinja")}
            ),
        ]
    )
    options.setdefault("trim_blocks", True)
    options.setdefault("lstrip_blocks", True)
    env = jinja2.Environment(  # noqa: S701
        **options, extensions=["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"]
    )
    env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    env.filters.update(
        day=formats.day,
        month=formats.month,
        moment=formats.moment,
        number=formats.number,
        percent=formats.percent,
        component=forms.component,
        problems=forms.problems,
        pieces=terms.pieces,
    )
    env.globals.update(url=url, static=static, page_language=formats.language)
    return env
