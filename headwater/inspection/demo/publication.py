"""How last year's report was written, checked, signed and published."""

from collections.abc import Callable
from typing import Any

from headwater.inspection.models import Round


def tell(round_: Round, script: dict[str, Any], *, tell: Callable[[str], None]) -> None:
    """Write the chapters, answer every comment, sign by two and publish."""
