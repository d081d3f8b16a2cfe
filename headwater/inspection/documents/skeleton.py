"""The chapters that a report begins with: every table, chart and recommendation in its place.

The author writes between them. Nothing here holds a digit, so that what is published from it is
what somebody wrote or what the figures say.
"""

from collections.abc import Iterator
from typing import Any

OPENING = (
    "This report gives what the inspection found in {{ bodies }} bodies. Each number in it comes "
    "from the answers and judgements of the inspection and leads to what it counts."
)


def chapters(content: dict[str, Any]) -> list[dict[str, str]]:
    """Titles and texts, from the framework and what was recorded."""
    return [{"title": title, "text": "\n\n".join(parts)} for title, parts in _chapters(content)]


def _chapters(content: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    kinds: dict[str, list[dict[str, Any]]] = {}
    for item in content["framework"]["items"]:
        kinds.setdefault(item["kind"], []).append(item)
    has_stages = "stage" in kinds
    overview = [OPENING]
    if has_stages:
        overview += ["{{ chart of=stages }}", "{{ stages }}"]
    if has_stages and content["has_comparison"]:
        overview += ["## How bodies compare", "{{ comparison }}"]
    if has_stages and not content["round"]["is_reconstruction"]:
        overview += ["{{ judgements }}"]
    yield "Overview", overview
    for capability in kinds.get("capability", []):
        code = capability["code"]
        asks = [capability["body"].get("question") or ""] if capability.get("body") else []
        stages = [f"{{{{ stages capability={code} }}}}"] if has_stages else []
        findings = [f"{{{{ chart capability={code} }}}}", f"{{{{ table capability={code} }}}}"]
        yield capability["title"], [*filter(None, asks), *stages, *findings]
    if content["recommendations"]:
        yield (
            "Recommendations",
            [
                f"{{{{ recommendation number={each['number']} }}}}"
                for each in content["recommendations"]
            ],
        )
    if content["practice"]:
        yield (
            "Developing practice",
            [f"{{{{ practice {each['id']} }}}}" for each in content["practice"]],
        )
