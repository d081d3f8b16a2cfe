"""Names and codes of areas and organisations: written once, told apart, made one at a time."""

from django.db.models import Model, QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext as _

from headwater.kernel import handling, people


def most_characters(model: type[Model], field: str) -> int:
    """How many characters the database takes for a field of a model."""
    return int(getattr(model._meta.get_field(field), "max_length", 0))


LONGEST_CODE = min(most_characters(each, "code") for each in (people.Area, people.Organisation))


def tidy(text: str, *, longest: int) -> str:
    """A name without superfluous space; refused when it is empty, too long or cannot be printed."""
    name = " ".join(text.split())
    if not name:
        raise handling.Refused(_("A name has at least one letter."))
    if len(name) > longest:
        told = {"name": name[:20], "longest": longest}
        raise handling.Refused(
            _("The name beginning “%(name)s” is longer than %(longest)s characters.") % told
        )
    if not name.isprintable():
        raise handling.Refused(_("A name holds no control characters."))
    return name


def code(name: str) -> str:
    """The code that addresses and files use for a name; it stays when the name changes."""
    made = slugify(name)[:LONGEST_CODE].strip("-")
    if not made:
        raise handling.Refused(_("A name has at least one letter from a to z, or a digit."))
    return made


def require_free[M: Model](others: "QuerySet[M]", *, name: str, code: str = "") -> None:
    """Refuse a name that another bears, in whatever case, or a new name that gives its code."""
    if others.filter(name__iexact=name).exists():
        raise handling.Refused(
            _("“%(name)s” is there already. Add what tells the two apart.") % {"name": name}
        )
    taken = others.filter(code=code).first() if code else None
    if taken:
        told = {"name": name, "other": taken, "code": code}
        raise handling.Refused(
            _(
                "“%(name)s” and “%(other)s” would have the same code, %(code)s. "
                "Add what tells the two apart."
            )
            % told
        )


def one_at_a_time() -> None:
    """Let whoever else changes areas or organisations wait until this transaction has ended.

    Otherwise two could take one name, or number the tree of areas each without the other's.
    """
    list(people.Area.objects.select_for_update().filter(parent=None))
