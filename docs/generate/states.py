"""docs/reference/states.md: the states of each noun, drawn from its `TRANSITIONS` table."""

from typing import Any

from django.db import models

from docs.generate import house, writing

HEAD = """# States

What each noun can be, and what can follow. A service changes a state after asking its rule; nothing
else does. The tables `TRANSITIONS` beside the models are the source of these pictures.
"""


def page() -> str:
    """One Mermaid diagram for each model that has states."""
    return "\n".join([HEAD, *(_drawn(model) for model in house.our_models() if _has_states(model))])


def _has_states(model: type[models.Model]) -> bool:
    return "TRANSITIONS" in vars(model)


def _drawn(model: Any) -> str:
    transitions = model.TRANSITIONS
    lines = ["stateDiagram-v2"]
    lines += [f"    {state.value}: {state.label}" for state in transitions]
    lines.append(f"    [*] --> {next(iter(transitions)).value}")
    for state, following in transitions.items():
        lines += [f"    {state.value} --> {after.value}" for after in following]
        if not following:
            lines.append(f"    {state.value} --> [*]")
    drawing = "\n".join(lines)
    about = writing.first_sentence(model)
    return f"## {model._meta.label}\n\n{about}\n\n```mermaid\n{drawing}\n```\n"
