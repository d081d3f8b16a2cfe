"""Figures: every number of an inspection, from one registry of measures.

A *measure* is a named, versioned definition (population, numerator, what not recorded, not
applicable and not asked do, rounding). A *figure* is a measure taken of something: it knows its
definition, numerator, denominator, its printed text and where the list of what it counts is.
Counts are made in PostgreSQL, one query for a table; page, chart, CSV, ODS, PDF, JSON and the text
of a report all read the same objects, live or frozen.

Taking figures of a round, in the name of the transaction's reader (rows the reader may not see are
not counted; ``taken.is_partial`` says so)::

    taken = figures.take(round_)                      # Figures: all tables, a handful of queries
    taken = figures.take(round_, only_unmarked=True)  # leaves out answers marked above OFFICIAL
    taken.findings                                    # FindingsTable
    taken.stages                                      # StageTable
    taken.comparison                                  # Comparison
    taken.round                                       # RoundFacts: slug title framework ... notes
    figures.findings_table(round_)                    # one table alone
    figures.stage_table(round_)
    figures.comparison(round_)
    figures.heat(round_)                              # per subject; never part of a frozen form

A finding row has ``capability finding_id label cohort is_asked`` and, as ``Figure``,
``yes_pct no_pct yes no not_recorded not_applicable denominator``::

    row = taken.findings.cell("av-fsa", "priority")   # UnknownFigure when there is no such row
    row.yes_pct.text          # "92%"; "N/A" when not asked; "" when nobody was counted
    row.yes_pct.value         # 92, or None
    row.yes_pct.numerator, row.yes_pct.denominator    # 22, 24
    row.yes_pct.definition    # Definition(id, version, title, population, numerator, ...)
    row.yes_pct.path          # "figures/av-fsa/priority/yes/": what it counts, below a round
    row.yes_pct.url           # "/inspection/rounds/hmic-2009/figures/av-fsa/priority/yes/"
    taken.findings.of("information-sharing")          # the rows of one capability, in order
    taken.stages.cell("assessing-vulnerability", "developed").bodies / .pct
    taken.comparison.cell("assessing-success", "dev_adv_of_funded").pct / .numerator / .denominator

For references in a report's text, any figure by the id of its measure and what it is taken of::

    taken.figure("finding.yes_pct", "av-fsa", "priority").text        # also finding.no_pct .yes .no
                                            # .not_recorded .not_applicable .asked
    taken.figure("stage.bodies", "assessing-success", "developed").text          # also stage.pct
    taken.figure("comparison.dev_adv_of_funded", "assessing-success").text
    taken.figure("round.subjects").text                               # see measures.MEASURES
    figures.MEASURES                                                  # id -> Definition

Charts of ``headwater.govuk.charts``, with links only for a live round::

    pictures.findings(taken, "information-sharing")   # Bars
    pictures.stages(taken)                            # Stack of all capabilities
    pictures.stages(taken, "information-sharing")     # Stack of one

Frozen: a pure JSON value from which the same classes come back without a live row::

    value = figures.freeze(round_)                    # dict; the same rows give the same dict
    taken = figures.thaw(value)                       # Figures again, with its old definitions

Written out (``table`` is any of the three tables or the heat table)::

    written.to_csv(table) -> bytes                    # the columns of the commands
    written.to_ods(taken) -> bytes                    # all tables and a sheet of notes
    written.to_ods(table) -> bytes
    written.to_json(taken_or_table) -> bytes          # with definitions, denominators, rounding
"""

from headwater.inspection.figures import heats
from headwater.inspection.figures.frozen import NotOurs, freeze, snapshot, thaw
from headwater.inspection.figures.measures import MEASURES, Definition, UnknownFigure
from headwater.inspection.figures.tables import (
    Comparison,
    ComparisonRow,
    FindingRow,
    FindingsTable,
    StageRow,
    StageTable,
)
from headwater.inspection.figures.taking import (
    Figures,
    RoundFacts,
    comparison,
    findings_table,
    stage_table,
    take,
)
from headwater.inspection.figures.values import Figure

heat = heats.stages

__all__ = [
    "MEASURES",
    "Comparison",
    "ComparisonRow",
    "Definition",
    "Figure",
    "Figures",
    "FindingRow",
    "FindingsTable",
    "NotOurs",
    "RoundFacts",
    "StageRow",
    "StageTable",
    "UnknownFigure",
    "comparison",
    "findings_table",
    "freeze",
    "heat",
    "snapshot",
    "stage_table",
    "take",
    "thaw",
]
