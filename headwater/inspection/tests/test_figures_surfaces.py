"""Every surface prints the same figures: page, CSV, ODS, JSON and the frozen form."""

import csv
import html
import io
import itertools
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odf import opendocument
from odf.table import Table, TableCell, TableRow

from headwater.inspection import figures
from headwater.inspection.figures import written
from headwater.inspection.models import Round
from headwater.inspection.tests import drawn
from headwater.kernel import frameworks, handling

LOADER = handling.System("load-demo")
NAMES = (f"round-{number}" for number in itertools.count())
FINDINGS = ("av-fsa", "av-ni35", "lg-ctio-officers", "ceo-train", "as-disruption")
ANSWERS = ("yes", "no", "not_recorded", "not_applicable")
STAGES = ("implementation", "developed", "advanced", "delivering")
CAPABILITIES = ("assessing-vulnerability", "assessing-success", "overall")

bodies = st.dictionaries(
    st.integers(1, 30).map("B{}".format),
    st.sampled_from(["priority", "non_priority", ""]),
    max_size=9,
)


@st.composite
def rounds(draw: st.DrawFn) -> dict[str, Any]:
    """Cohorts, some answers and some judgements of a small round, gaps among them."""
    cohorts = draw(bodies)
    known = drawn.table("returns.csv")
    findings = sorted({row["finding_id"] for row in known} & set(FINDINGS)) or ["av-fsa"]
    answers = [
        (code, finding, answer)
        for code in cohorts
        for finding in findings
        if (answer := draw(st.sampled_from([*ANSWERS, None])))
    ]
    judgements = [
        (code, capability, stage)
        for code in cohorts
        for capability in CAPABILITIES
        if (stage := draw(st.sampled_from([*STAGES, None])))
    ]
    return {"cohorts": cohorts, "answers": answers, "judgements": judgements}


@pytest.fixture
def lead(world: Any) -> Client:
    client = Client()
    client.force_login(world.person("lead-inspector"))
    return client


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(drawn_round=rounds())
def test_every_surface_prints_the_same(
    world: Any, lead: Client, drawn_round: dict[str, Any]
) -> None:
    with transaction.atomic():
        with handling.acting(LOADER):
            round_ = drawn.round_of(
                next(NAMES),
                framework=frameworks.pack("inspection-2009@1.0"),
                by=LOADER,
                is_reconstruction=False,
                **drawn_round,
            )
            drawn.join(round_, world.person("lead-inspector"))
            taken = figures.take(round_)
            snapshot = json.loads(json.dumps(figures.freeze(round_)))
        _agree(taken, figures.thaw(snapshot))
        _reckoned(taken, drawn_round)
        for name, table in (
            ("findings", taken.findings),
            ("stages", taken.stages),
            ("comparison", taken.comparison),
        ):
            texts = _texts(written.cells(table))
            assert texts == list(_csv(lead, round_, name))
            assert texts == list(_ods(lead, round_, name))
            assert texts == list(_json(lead, round_, name))
            page = lead.get(f"/inspection/rounds/{round_.slug}/{name}/").content.decode()
            assert _on_page(page) == _printed(name, taken)
        transaction.set_rollback(True)


def _agree(live: figures.Figures, frozen: figures.Figures) -> None:
    for table in ("findings", "stages", "comparison"):
        assert written.to_csv(getattr(live, table)) == written.to_csv(getattr(frozen, table))
        assert written.to_json(getattr(live, table)) == written.to_json(getattr(frozen, table))
    assert written.to_ods(live) == written.to_ods(frozen)
    assert live.round == frozen.round


def _reckoned(taken: figures.Figures, given: dict[str, Any]) -> None:
    """The counts are those that a reader would make by hand."""
    answers = {(code, finding): answer for code, finding, answer in given["answers"]}
    for row in taken.findings.rows:
        if not row.is_asked:
            continue
        wanted = ("priority", "non_priority") if row.cohort == "all" else (row.cohort,)
        said = [
            answers.get((code, row.finding_id), "not_recorded")
            for code, cohort in given["cohorts"].items()
            if cohort in wanted
        ]
        assert row.yes.value == said.count("yes")
        assert row.no.value == said.count("no")
        assert row.not_recorded.value == said.count("not_recorded")
        assert row.not_applicable.value == said.count("not_applicable")
        assert row.denominator.value == len(said) - said.count("not_applicable")


def _texts(rows: written.Cells) -> list[list[str]]:
    return [["" if cell is None else str(cell) for cell in row] for row in rows]


def _get(client: Client, round_: Round, name: str, kind: str) -> bytes:
    response = client.get(f"/inspection/rounds/{round_.slug}/{name}/?format={kind}")
    assert response.status_code == 200
    return bytes(response.content)


def _csv(client: Client, round_: Round, name: str) -> Iterator[list[str]]:
    text = _get(client, round_, name, "csv").decode("utf-8")
    yield from list(csv.reader(io.StringIO(text)))[1:]


def _ods(client: Client, round_: Round, name: str) -> Iterator[list[str]]:
    book = opendocument.load(io.BytesIO(_get(client, round_, name, "ods")))
    for row in book.spreadsheet.getElementsByType(Table)[0].getElementsByType(TableRow)[1:]:
        yield [str(cell) for cell in row.getElementsByType(TableCell)]


def _json(client: Client, round_: Round, name: str) -> Iterator[list[str]]:
    value = json.loads(_get(client, round_, name, "json"))
    columns = {
        "findings": written.FINDING_COLUMNS,
        "stages": written.STAGE_COLUMNS,
        "comparison": written.COMPARISON_COLUMNS,
    }[name]
    assert value["rounding"]
    assert value["definitions"]
    for row in value[name]:
        empty = "" if row.get("is_asked", True) else "N/A"
        yield [empty if row[column] is None else str(row[column]) for column in columns]


def _on_page(page: str) -> list[str]:
    """The texts of the numeric cells of the page's own tables, those of charts left out."""
    page = re.sub(r"<figure.*?</figure>", "", page, flags=re.S)
    cells = re.findall(r'<td class="[^"]*cell--numeric">(.*?)</td>', page, flags=re.S)
    return [
        re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", cell))).strip() for cell in cells
    ]


def _printed(name: str, taken: figures.Figures) -> list[str]:
    if name == "findings":
        return [figure.text for row in taken.findings.rows for figure in row.figures]
    if name == "stages":
        return [
            text
            for row in taken.stages.rows
            for text in (
                row.bodies.text,
                row.pct.text,
                *(row.bodies_in(cohort).text for cohort in row.by_cohort),
            )
        ]
    return [
        f"{row.pct.text} {row.numerator.text} of {row.denominator.text}".strip()
        for row in taken.comparison.rows
    ]
