"""Background work of the capability: the files of an edition, which take seconds to build."""

from django.tasks import task

from headwater.inspection.models import Edition
from headwater.inspection.services import reports
from headwater.kernel import handling

PURPOSE = handling.System("worker")


@task
def build_edition(edition_id: int) -> None:
    """Build and keep every file of an edition; doing it again changes nothing."""
    with handling.acting(PURPOSE):
        edition = Edition.objects.select_related("record", "label").get(pk=edition_id)
        reports.build(edition, by=PURPOSE)


def build_later(edition: Edition) -> None:
    """Put the building into the queue, in the transaction that published the edition."""
    build_edition.enqueue(edition.pk)
