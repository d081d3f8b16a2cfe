"""A report as documents: its text read, its references looked up, and every form of it built.

Pure over a *content*: the frozen data, definitions, framework and text of a report, as JSON. The
same content always gives the same bytes. A *reference* in a chapter's text stands for a number,
table or chart; a *document* is the content with every reference looked up. ``build`` makes all five
forms; it takes seconds and loads large libraries, so it is called from a task or a command.
"""

from headwater.inspection.documents.building import FILES, Built, build, sha256

__all__ = ["FILES", "Built", "build", "sha256"]
