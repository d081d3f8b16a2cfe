"""Writes docs/reference and the glossary from the house itself; run with `make docs`.

Each module has `page() -> str`. Nothing here needs a database: models, migrations, routes, commands
and packs are read as they stand in the code, so that `make check` can tell when a page is stale.
"""
