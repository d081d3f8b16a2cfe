"""docs/reference/data-model.md: tables, columns and who protects each."""

from typing import Any

from django.db import models

from docs.generate import house, writing
from headwater.kernel.handling import schema
from tests.architecture import allowed

HEAD = """# Data model

Every table of ours with its columns and what protects its rows.

* **Label**: row security lets a row through when the signed reader holds a route of its label. The
  label comes from the parent that is named, and follows it when it changes.
* **Follows**: a row is seen by whoever sees the row to which it belongs.
* **Open**: not under row security, for the reason that is given. A test holds this list to the
  database's own catalogue.
* **Kept**: the columns that the database refuses to change, or the whole row.
"""


def page() -> str:
    """A section for each model, in the order of the code."""
    protect = {o.table: o for o in house.operations() if isinstance(o, schema.Protect)}
    kept = {o.table: o for o in house.operations() if isinstance(o, schema.AppendOnly)}
    return "\n".join([HEAD, *(_section(model, protect, kept) for model in house.our_models())])


def _section(model: Any, protect: dict[str, Any], kept: dict[str, Any]) -> str:
    table = model._meta.db_table
    lines = [f"## {table}", "", writing.first_sentence(model), "", _protection(table, protect)]
    if table in kept:
        columns = ", ".join(kept[table].columns) or "the whole row"
        lines.append(f"Kept: {columns}.")
    lines += ["", writing.table(("Column", "Type", "Meaning"), _columns(model))]
    for field in model._meta.local_many_to_many:
        through = field.remote_field.through._meta
        if through.auto_created:
            lines.append(
                f"Joined by `{through.db_table}`. {_protection(through.db_table, protect)}\n"
            )
    return "\n".join(lines)


def _protection(table: str, protect: dict[str, Any]) -> str:
    if table in protect:
        parent = protect[table].parent
        return f"Label, from `{parent}`." if parent else "Label, its own."
    if table in allowed.FOLLOWING_TABLES:
        return f"Follows: {allowed.FOLLOWING_TABLES[table]}."
    return f"Open: {allowed.UNPROTECTED_TABLES.get(table, 'no reason is given')}."


def _columns(model: Any) -> list[tuple[str, str, str]]:
    return [
        (writing.code(field.column), _type(field), _meaning(field))
        for field in model._meta.concrete_fields
    ]


def _type(field: models.Field[Any, Any]) -> str:
    if field.remote_field is not None:
        return f"→ {writing.code(field.remote_field.model._meta.db_table)}"
    length = f" ({field.max_length})" if field.max_length else ""
    return field.get_internal_type().removesuffix("Field") + length


def _meaning(field: models.Field[Any, Any]) -> str:
    parts = [str(field.help_text)] if field.help_text else []
    if field.choices:
        parts.append("one of " + ", ".join(writing.code(value) for value, _ in field.flatchoices))
    if field.null:
        parts.append("may be empty")
    if field.unique and not field.primary_key:
        parts.append("unique")
    return "; ".join(parts)
