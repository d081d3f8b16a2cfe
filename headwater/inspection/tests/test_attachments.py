"""Files are kept outside the web root, checked when they come and when they go, and never run."""

import io
import stat

import pytest
from django.conf import settings
from django.urls import reverse

from headwater.govuk.tests import test_uploads
from headwater.inspection.models import Attachment
from headwater.inspection.services import attachments
from headwater.inspection.tests import judging
from headwater.kernel import audit, handling


@pytest.fixture
def work(world, tmp_path, settings):
    settings.FILES_DIR = tmp_path / "files"
    return judging.fieldwork(world)


def attach(world, work, **words):
    lead = world.person("lead-inspector")
    with handling.acting(lead):
        piece = work.piece(by=lead, **words)
        file = io.BytesIO(test_uploads.PDF)
        return attachments.attach(piece, file, file_name="minutes.pdf", by=lead)


def test_a_file_is_kept_by_its_digest_and_only_for_us(world, work):
    kept = attach(world, work)
    path = attachments.place(kept.sha256)
    assert path.read_bytes() == test_uploads.PDF
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [p.name for p in settings.FILES_DIR.iterdir()] == [kept.sha256[:2]]
    with handling.acting(world.person("lead-inspector")):
        noted = audit.trail(kept.evidence).filter(name="file attached").get()
        assert noted.detail.facts["sha256"] == kept.sha256


@pytest.mark.parametrize(
    ("file_name", "data", "sentence"), test_uploads.BAD.values(), ids=test_uploads.BAD
)
def test_a_bad_file_is_refused_with_its_sentence_and_leaves_nothing(
    world, work, file_name, data, sentence, monkeypatch
):
    monkeypatch.setattr(attachments, "LIMIT", 1_000_000)
    lead = world.person("lead-inspector")
    with handling.acting(lead):
        piece = work.piece(by=lead)
        with pytest.raises(handling.Refused) as refused:
            attachments.attach(piece, io.BytesIO(data), file_name=file_name, by=lead)
        assert str(refused.value) == sentence
        assert not Attachment.objects.exists()
    assert not list(settings.FILES_DIR.rglob("*"))


def test_a_download_is_a_download_and_a_marked_one_is_noted(world, work, client):
    kept = attach(world, work, marking="OFFICIAL-SENSITIVE")
    client.force_login(world.person("second-inspector"))
    response = client.get(reverse("inspection:attachment", args=[kept.reference]))
    assert b"".join(response.streaming_content) == test_uploads.PDF
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    with handling.acting(world.person("lead-inspector")):
        read = audit.trail(kept.evidence)[0]
        assert (read.name, read.actor) == (
            "attachment read",
            world.person("second-inspector").reader,
        )


def test_an_attachment_follows_the_marking_of_its_evidence(world, work, client):
    kept = attach(world, work)
    client.force_login(world.person("delivery-manager"))
    assert client.get(reverse("inspection:attachment", args=[kept.reference])).status_code == 404


def test_a_file_that_is_no_longer_what_was_received_is_not_handed_out(world, work, client):
    kept = attach(world, work)
    path = attachments.place(kept.sha256)
    path.write_bytes(test_uploads.PDF + b"%")
    client.force_login(world.person("lead-inspector"))
    response = client.get(reverse("inspection:attachment", args=[kept.reference]))
    assert response.status_code == 409
    assert "is not the file that was received" in response.content.decode()
    with handling.acting(world.person("lead-inspector")):
        assert audit.trail(kept.evidence)[0].name == "attachment damaged"
