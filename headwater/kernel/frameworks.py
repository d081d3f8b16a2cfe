"""Frameworks: versioned data packs of lists, scales and rules, written only by the loader.

A released pack never changes: its digest is kept, and a file that differs under the same version
is refused. Rounds and assessments point at the version they were made with.
"""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db import models, transaction

from headwater.kernel import audit, packs

LIBRARY = Path(settings.BASE_DIR) / "headwater" / "library"


class Pack(models.Model):
    """One version of one pack, such as ``inspection-2009@1.0``."""

    kind = models.CharField(max_length=40)
    slug = models.SlugField(max_length=80)
    version = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    released_date = models.DateField(null=True)
    is_confirmed = models.BooleanField(
        default=True, help_text="False: unconfirmed source, shown so"
    )
    digest = models.CharField(max_length=64)
    body = models.JSONField(default=dict)
    loaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["slug", "version"], name="pack_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.slug}@{self.version}"

    def of_kind(self, kind: str) -> "models.QuerySet[Item]":
        """The items of one kind in the pack's order."""
        return self.items.filter(kind=kind).order_by("order", "id")

    def kept(self, kind: str) -> "tuple[Item, ...]":
        """The items of one kind with their parents, in the pack's order, read once by each process.

        A released pack never changes, and a draft that changes has another digest.
        """
        return _kept(self.pk, self.digest, kind)

    def offered(self, kind: str) -> "models.QuerySet[Item]":
        """The items of one kind that may be used today: historical ones are left out."""
        return self.of_kind(kind).filter(is_historical=False)


class Item(models.Model):
    """One entry of a pack: a capability, finding, stage, criterion, recommendation and so on."""

    pack = models.ForeignKey(Pack, models.PROTECT, related_name="items")
    kind = models.CharField(max_length=40)
    code = models.CharField(max_length=120)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    order = models.IntegerField()
    title = models.TextField()
    body = models.JSONField(default=dict)
    is_historical = models.BooleanField(
        default=False, help_text="History asked for it; shown in old tables, never offered"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pack", "kind", "code"], name="item_code_once")
        ]
        indexes = [models.Index(fields=["pack", "kind", "order"], name="item_in_order")]

    def __str__(self) -> str:
        return self.title


@lru_cache(maxsize=256)
def _kept(pk: int, digest: str, kind: str) -> tuple[Item, ...]:
    return tuple(Pack.objects.get(pk=pk).of_kind(kind).select_related("parent"))


PackRefused = packs.PackRefused

PARENT_KIND = {
    "section": "capability",
    "finding": "capability",
    "minimum": "capability",
    "scale_point": "scale",
    "criterion": "stage",
    "clause": "recommendation",
}


def pack(name: str) -> Pack:
    """The pack called ``slug@version``; raises ``Pack.DoesNotExist`` when it is not loaded."""
    slug, _, version = name.partition("@")
    found = Pack.objects.filter(slug=slug)
    return found.get(version=version) if version else found.latest("loaded_at")


def load(path: Path, *, by: audit.Actor) -> tuple[Pack, bool]:
    """Load one pack file; return the pack and whether it is new.

    Raises :class:`PackRefused` when the file is bad or changes a released version.
    """
    return _store(packs.read(path), by=by)


def load_library(
    *, by: audit.Actor, folder: Path = LIBRARY, tell: Callable[[str], None] = lambda _line: None
) -> list[tuple[Pack, bool]]:
    """Load every pack of a library that is not loaded yet; nothing is written when one is bad."""
    parsed = packs.read_library(folder)
    loaded = []
    with transaction.atomic():
        for entry in parsed:
            loaded.append(_store(entry, by=by))
            tell(f"{loaded[-1][0]}: {'loaded' if loaded[-1][1] else 'unchanged'}")
    return loaded


def _store(parsed: packs.ParsedPack, *, by: audit.Actor) -> tuple[Pack, bool]:
    content = parsed.content
    existing = Pack.objects.filter(slug=content.slug, version=content.version).first()
    if existing is not None:
        packs.refuse_change(existing.digest, parsed)
        return existing, False
    with transaction.atomic():
        made = Pack.objects.create(
            kind=content.kind,
            slug=content.slug,
            version=content.version,
            title=content.title,
            released_date=content.released,
            is_confirmed=content.certainty == "verified",
            digest=parsed.digest,
            body=content.model_dump(mode="json", include=set(type(content).model_fields) & _HEAD),
        )
        _write_items(made, parsed)
        audit.note("pack loaded", by=by, pack=str(made), digest=parsed.digest)
    return made, True


_HEAD = {"status", "source", "certainty", "wording", "words", "used", "stages_source", "notes"}


def _write_items(made: Pack, parsed: packs.ParsedPack) -> None:
    by_code: dict[tuple[str, str], Item] = {}
    for entry in parsed.items():
        parent = by_code.get((PARENT_KIND.get(entry.kind, ""), entry.parent_code))
        by_code[entry.kind, entry.code] = Item.objects.create(
            pack=made,
            kind=entry.kind,
            code=entry.code,
            parent=parent,
            order=entry.order,
            title=entry.title,
            body=dict(entry.body),
            is_historical=entry.historical,
        )
