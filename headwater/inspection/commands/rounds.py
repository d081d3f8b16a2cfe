"""`headwater inspection create`."""

import argparse
from typing import Any

from headwater import console
from headwater.inspection.services import rounds
from headwater.kernel import frameworks, handling, people

PURPOSE = handling.declare_purpose("create-round", "Starting a round from the command line")


def register(subparsers: Any) -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser("create", help="start a round against a framework version")
    parser.add_argument("round", metavar="ROUND", help="its short name, such as averland-2026")
    parser.add_argument("--framework", required=True, metavar="SLUG@VERSION")
    parser.add_argument(
        "--title", default="", help="what it is called (the short name if left out)"
    )
    parser.add_argument("--owner", default="", metavar="CODE", help="the inspecting organisation")
    parser.add_argument(
        "--reconstructed", action="store_true", help="answers were drawn to give published totals"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Start the round; wrong names are refused with a sentence."""
    with handling.acting(PURPOSE):
        try:
            framework = frameworks.pack(arguments.framework)
        except frameworks.Pack.DoesNotExist as missing:
            known = ", ".join(str(p) for p in frameworks.Pack.objects.filter(kind="framework"))
            raise handling.Refused(
                f"There is no framework {arguments.framework}. Loaded are: {known or 'none'}."
            ) from missing
        made = rounds.create(
            slug=arguments.round,
            framework=framework,
            title=arguments.title or arguments.round,
            owner=_owner(arguments.owner),
            starts_on=people.today(),
            by=PURPOSE,
            is_reconstruction=arguments.reconstructed,
        )
    console.tell(f"round {made.slug} started against {framework}")
    return console.DONE


def _owner(code: str) -> people.Organisation:
    if code:
        found = people.Organisation.objects.filter(code=code).first()
        if found is None:
            raise handling.Refused(f"There is no organisation {code}.")
        return found
    bodies = people.Organisation.objects.filter(kind="inspectorate")
    return bodies.order_by("pk").first() or _first_inspectorate()


def _first_inspectorate() -> people.Organisation:
    """An installation in which nobody was set up yet still needs an owner for its records."""
    area, _ = people.Area.objects.get_or_create(
        code="nation", defaults={"name": "Nation", "kind": people.Area.Kind.NATION}
    )
    people.renumber_areas()
    console.tell("no inspectorate was set up yet, so one called Inspectorate now owns the round")
    return people.Organisation.objects.create(
        code="inspectorate", name="Inspectorate", kind="inspectorate", area=area
    )
