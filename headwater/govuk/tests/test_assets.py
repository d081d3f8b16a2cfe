import base64
import hashlib
import io
import json
import tarfile
from pathlib import Path

import pytest

from headwater.govuk import assets


def _tarball(**files: str) -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w:gz") as archive:
        for name, text in files.items():
            member = tarfile.TarInfo(f"package/{name}")
            member.size = len(text)
            archive.addfile(member, io.BytesIO(text.encode()))
    return held.getvalue()


def test_bytes_with_the_locked_hash_are_accepted() -> None:
    digest = base64.b64encode(hashlib.sha512(b"right").digest()).decode()
    assets.verify(b"right", package="any", integrity=f"sha512-{digest}")


def test_bytes_with_another_hash_are_refused_by_package_name() -> None:
    with pytest.raises(assets.AssetError, match=r"any is not the file .* expected sha512-abc"):
        assets.verify(b"wrong", package="any", integrity="sha512-abc")


def test_the_reserved_typeface_and_crest_are_taken_out() -> None:
    css = (
        "@font-face{font-family:GDS Transport;src:url(/assets/fonts/a.woff2)}"
        ".a{font-family:GDS Transport,arial,sans-serif}"
        ".b:before{background-image:url(/assets/images/govuk-crest.svg);color:red}"
        "\n/*# sourceMappingURL=govuk-frontend.min.css.map */"
    )
    changed = assets.own_brand(css)
    assert "GDS" not in changed
    assert "url(" not in changed
    assert "sourceMapping" not in changed
    assert f'.a{{font-family:"{assets.TYPEFACE}",arial,sans-serif}}' in changed


def test_a_release_that_hides_the_crest_elsewhere_is_noticed() -> None:
    with pytest.raises(assets.AssetError, match=r"url\(/crest.svg\)"):
        assets.own_brand(".a{list-style:url(/crest.svg)}")


def test_a_wanted_file_is_unpacked_and_changed_on_the_way(tmp_path: Path) -> None:
    copy = assets.Copy("any", "a.css", "static/a.css", str.upper)
    assets.unpack(_tarball(**{"a.css": "body"}), [copy], into=tmp_path)
    assert (tmp_path / "static/a.css").read_text() == "BODY"
    assert [path.name for path in (tmp_path / "static").iterdir()] == ["a.css"]


def test_a_missing_member_is_named(tmp_path: Path) -> None:
    with pytest.raises(assets.AssetError, match=r"any holds no file b\.css"):
        assets.unpack(_tarball(**{"a.css": ""}), [assets.Copy("any", "b.css", "b")], into=tmp_path)


def test_every_file_we_borrow_is_locked_by_hash() -> None:
    locked = json.loads((assets.SOURCE / "package-lock.json").read_text())["packages"]
    for copy in (*assets.COPIES, *assets.TEST_COPIES):
        assert locked[f"node_modules/{copy.package}"]["integrity"].startswith("sha512-")
