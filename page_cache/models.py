from django.db import models, transaction
from django.db.models import Sum


class Change(models.Model):
    """A transaction that changed what visitors may see; after compaction `count` of them.

    Rows are added, never updated, so that no transaction waits for another. The sum of what is
    committed grows with each commit, in whichever order they come.
    """

    count = models.PositiveBigIntegerField(default=1)

    def __str__(self):
        return str(self.count)

    @classmethod
    def total(cls):
        return cls.objects.aggregate(total=Sum("count"))["total"] or 0

    @classmethod
    @transaction.atomic
    def compact(cls, limit=1000):
        """Replace rows by one of the same sum, except those that another process has locked."""
        rows = cls.objects.select_for_update(skip_locked=True).order_by("pk")[:limit]
        counts = dict(rows.values_list("pk", "count"))
        if len(counts) > 1:
            cls.objects.create(count=sum(counts.values()))
            cls.objects.filter(pk__in=counts).delete()
