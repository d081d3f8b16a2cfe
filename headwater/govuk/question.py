"""What every field is told about its question: label, hint, and what to say when it is left."""

from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

NOT_OFFERED = _("Choose one of the answers offered")


def asked(
    label: Any, *, hint: Any, missing: Any, required: bool, initial: Any = None
) -> dict[str, Any]:
    """The arguments of any Django field; ``missing`` is its sentence when left empty."""
    question = format_lazy(_("Answer the question “{question}”"), question=label)
    messages = {"required": missing or question, "invalid_choice": NOT_OFFERED}
    return {
        "label": label,
        "help_text": hint,
        "required": required,
        "initial": initial,
        "error_messages": messages,
    }
