"""Bring the borrowed stylesheets, scripts and typeface into ``build/static``.

``assets/package-lock.json`` names each package with its version and SHA-512. The tarballs are
fetched from the package registry by plain HTTP, so Node is not needed, and nothing whose hash
differs is ever unpacked. Run it with ``python -m headwater.govuk.assets``; a second run finds
everything in place and does nothing.

Design System styles arrive with a reserved typeface and a royal crest, which only central
government services may show. Both are taken out here, before a browser can see them.
"""

import base64
import hashlib
import io
import json
import os
import re
import shutil
import sys
import tarfile
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCE = ROOT / "assets"
BUILD = ROOT / "build"
REGISTRY = "https://registry.npmjs.org"
TYPEFACE = "Public Sans"
LARGEST_TARBALL = 20 * 1024 * 1024


class AssetError(Exception):
    """A package could not be fetched, or what came is not what the lock file promises."""


@dataclass(frozen=True)
class Copy:
    """One file taken out of a package: where it lies, where it goes, what is done on the way."""

    package: str
    source: str
    target: str
    change: Callable[[str], str] | None = None


def without_map(text: str) -> str:
    """Drop the pointer to a source map that is not served."""
    return re.sub(r"/[/*]# sourceMappingURL=\S+(?: ?\*/)?", "", text)


def own_brand(css: str) -> str:
    """Take the reserved typeface and crest out of the Design System's stylesheet.

    Raises AssetError when a reference to either would be left, which is how a new release that
    places them elsewhere is noticed.
    """
    css = re.sub(r"@font-face\{[^}]*\}", "", without_map(css))
    css = css.replace("GDS Transport,arial,sans-serif", f'"{TYPEFACE}",arial,sans-serif')
    css = css.replace("font-family:GDS Transport", f'font-family:"{TYPEFACE}"')
    css = re.sub(r"(?:-webkit-)?(?:mask|background)-image:url\([^)]*\);?", "", css)
    left = re.findall(r"GDS Transport|url\((?!data:)[^)]*\)", css)
    if left:
        raise AssetError(f"The Design System's stylesheet still refers to {', '.join(left)}.")
    return css


def _faces() -> tuple[Copy, ...]:
    package = "@fontsource/public-sans"
    styles = ("400-normal", "400-italic", "600-normal", "700-normal")
    return tuple(
        Copy(
            package,
            f"files/public-sans-{subset}-{style}.woff2",
            f"static/fonts/public-sans-{subset}-{style}.woff2",
        )
        for subset in ("latin", "latin-ext")
        for style in styles
    )


COPIES = (
    Copy(
        "govuk-frontend",
        "dist/govuk/govuk-frontend.min.css",
        "static/govuk-frontend.css",
        own_brand,
    ),
    Copy(
        "govuk-frontend",
        "dist/govuk/govuk-frontend.min.js",
        "static/govuk-frontend.js",
        without_map,
    ),
    Copy("htmx.org", "dist/htmx.min.js", "static/htmx.js", without_map),
    Copy("@fontsource/public-sans", "LICENSE", "static/fonts/LICENSE.txt"),
    *_faces(),
)
TEST_COPIES = (Copy("axe-core", "axe.min.js", "tests/axe.js"),)


def build(*, into: Path = BUILD, with_tests: bool = False) -> Path:
    """Make ``into/static`` complete and return it.

    Our own files are copied each time; packages are fetched only when the lock file, this
    module or a wanted file has changed. ``with_tests`` adds the accessibility checker that the
    journeys load. Raises AssetError.
    """
    static = into / "static"
    for wanted, name in ((COPIES, "pages"), (TEST_COPIES if with_tests else (), "tests")):
        if wanted and not _is_fresh(into, wanted, name):
            _fetch_all(into, wanted)
            (into / f".{name}-assets").write_text(_state())
    for path in sorted(SOURCE.iterdir()):
        if path.suffix in {".css", ".js", ".svg", ".png"}:
            static.mkdir(parents=True, exist_ok=True)
            _copy_if_changed(path, static / path.name)
    return static


def _state() -> str:
    parts = (SOURCE / "package-lock.json").read_bytes() + Path(__file__).read_bytes()
    return hashlib.sha256(parts).hexdigest()


def _is_fresh(into: Path, wanted: tuple[Copy, ...], name: str) -> bool:
    stamp = into / f".{name}-assets"
    present = all((into / copy.target).is_file() for copy in wanted)
    return present and stamp.is_file() and stamp.read_text() == _state()


def _copy_if_changed(source: Path, target: Path) -> None:
    if not target.is_file() or target.read_bytes() != source.read_bytes():
        shutil.copyfile(source, target)


def _fetch_all(into: Path, wanted: tuple[Copy, ...]) -> None:
    locked = json.loads((SOURCE / "package-lock.json").read_text())["packages"]
    for package in dict.fromkeys(copy.package for copy in wanted):
        entry = locked[f"node_modules/{package}"]
        tarball = fetch(package, version=entry["version"], integrity=entry["integrity"])
        unpack(tarball, [copy for copy in wanted if copy.package == package], into=into)


def fetch(package: str, *, version: str, integrity: str) -> bytes:
    """The tarball of one package, its SHA-512 proved. Raises AssetError."""
    set_by_hand = {name.lower(): value for name, value in os.environ.items()}
    base = set_by_hand.get("npm_config_registry", REGISTRY).rstrip("/")
    url = f"{base}/{package}/-/{package.rpartition('/')[2]}-{version}.tgz"
    if not url.startswith(("https://", "http://")):
        raise AssetError(f"The package registry {base} is not a web address.")
    print(f"Fetching {package} {version}", file=sys.stderr)  # noqa: T201
    try:
        with urllib.request.urlopen(url, timeout=60) as response:  # noqa: S310
            tarball: bytes = response.read(LARGEST_TARBALL + 1)
    except OSError as error:
        raise AssetError(f"{package} {version} could not be fetched: {error}.") from error
    verify(tarball, package=package, integrity=integrity)
    return tarball


def verify(tarball: bytes, *, package: str, integrity: str) -> None:
    """Refuse, by AssetError, bytes that are not those that the lock file promises."""
    found = "sha512-" + base64.b64encode(hashlib.sha512(tarball).digest()).decode()
    if found != integrity:
        raise AssetError(
            f"{package} is not the file that assets/package-lock.json names: "
            f"expected {integrity}, got {found}."
        )


def unpack(tarball: bytes, copies: list[Copy], *, into: Path) -> None:
    """Write the wanted members of one proved tarball, each in one move. Raises AssetError."""
    with tarfile.open(fileobj=io.BytesIO(tarball), mode="r:gz") as archive:
        for copy in copies:
            try:
                member = archive.extractfile(f"package/{copy.source}")
            except KeyError:
                member = None
            if member is None:
                raise AssetError(f"{copy.package} holds no file {copy.source}.")
            content = member.read()
            if copy.change:
                content = copy.change(content.decode()).encode()
            target = into / copy.target
            target.parent.mkdir(parents=True, exist_ok=True)
            half = target.with_name(target.name + ".part")
            half.write_bytes(content)
            half.replace(target)


def main() -> int:
    """Build all assets, those for the tests too when ``--tests`` is given."""
    try:
        build(with_tests="--tests" in sys.argv[1:])
    except AssetError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main())
