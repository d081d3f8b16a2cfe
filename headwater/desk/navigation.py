from collections.abc import Iterator

from django.http import HttpRequest

from headwater.govuk.frame import Link


def items(request: HttpRequest) -> Iterator[Link]:
    yield Link("Home", "/")
