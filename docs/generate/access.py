"""docs/reference/access.md: what each role may do."""

from typing import Any

import yaml

from docs.generate import writing
from headwater.kernel import frameworks

HEAD = """# Roles and what they may do

Roles are data (`headwater/library/roles/`). A rule asks for a permission, never for a role. A
permission lets somebody act; it opens no row: which records a person reads is decided by their
labels (see [how access works](../explanation/how-access-works.md)).
"""


def page() -> str:
    """A row for each role, a column for each permission."""
    described: dict[str, Any] = yaml.safe_load(
        (frameworks.LIBRARY / "roles" / "programme.yaml").read_text(encoding="utf-8")
    )
    rows = [
        (role["name"], role["level"], ", ".join(f"`{one}`" for one in role["may"]) or "–")
        for role in described["roles"]
    ]
    return "\n".join([HEAD, writing.table(("Role", "Level", "May"), rows), described["source"], ""])
