"""A file that was read without a fault and waits to be put into the returns it is for."""

from django.db import models

from headwater.inspection.models.returns import Return
from headwater.inspection.models.rounds import Round
from headwater.kernel import handling, people


class Import(models.Model):
    """What one person sent and was shown, kept word for word until that person confirms it.

    Its label opens it to that person alone. ``content`` is CSV as our own export writes it.
    """

    reference = models.CharField(max_length=12, unique=True, default=people.new_reference)
    label = models.ForeignKey(handling.Label, models.PROTECT, related_name="+", editable=False)
    round = models.ForeignKey(Round, models.PROTECT, related_name="imports")
    submission = models.ForeignKey(
        Return, models.PROTECT, null=True, related_name="imports", help_text="Null: the whole round"
    )
    file_name = models.CharField(max_length=200)
    content = models.BinaryField()
    row_count = models.PositiveIntegerField()
    sent_by = models.ForeignKey(people.Person, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(db_default=models.functions.Now())
    taken_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.file_name
