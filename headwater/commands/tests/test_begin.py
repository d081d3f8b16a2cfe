"""`headwater begin` on an installation with its library and nobody in it."""

from pathlib import Path

from headwater import postgres
from headwater.commands.tests.conftest import headwater

GIVEN = {
    "--nation": "Westland",
    "--organisation": "Office of Prevention",
    "--kind": "inspectorate",
    "--name": "Nora Velt",
    "--email": "Nora.Velt@office.example",
}


REFUSED = (
    ({"email": "nora"}, "not an e-mail address"),
    ({"nation": " "}, "at least one letter"),
    ({"organisation": "…"}, "letter from a to z"),
    ({"kind": "k" * 41}, "longer than 40"),
    ({"name": "n" * 121}, "longer than 120"),
)


def _begin(home: Path, **changes: str) -> tuple[int, str, str]:
    given = GIVEN | {f"--{name}": value for name, value in changes.items()}
    done = headwater(home, "begin", *(word for pair in given.items() for word in pair))
    return done.returncode, done.stdout, done.stderr


def test_without_the_library_it_names_the_command(place: Path) -> None:
    home = place / "bare"
    try:
        assert headwater(home, "migrate").returncode == 0
        code, data, notes = _begin(home)
        assert (code, data) == (2, "")
        assert "headwater load-library" in notes
    finally:
        postgres.ensure(home).stop(force=True)


def test_what_cannot_stand_begins_nothing_and_the_rest_prints_where_to_set_a_password_once(
    installation: Path,
) -> None:
    for changes, sentence in REFUSED:
        code, data, notes = _begin(installation, **changes)
        assert (code, data) == (2, "")
        assert sentence in notes

    code, data, notes = _begin(installation)
    assert code == 0, notes
    lines = dict(line.split(" ", 1) for line in data.splitlines())
    assert set(lines) == {"address", "until"}
    assert lines["address"].startswith("http://127.0.0.1:8000/account/password/reset/key/")
    assert "within 3 days" in notes

    code, data, notes = _begin(installation, email="another@office.example")
    assert (code, data) == (2, "")
    assert "Nora Velt looks after its people" in notes

    cluster = postgres.ensure(installation)
    with postgres.roles.superuser(installation) as admin:
        told = admin.execute("SELECT name, actor FROM kernel_event ORDER BY id").fetchall()
    cluster.stop()
    assert [name for name, actor in told if actor == "purpose:begin"] == [
        "area added",
        "organisation added",
        "person invited",
        "membership begun",
        "password link made",
        "installation begun",
    ]
