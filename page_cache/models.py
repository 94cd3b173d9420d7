from django.db import models, transaction
from django.db.models import Sum


class Change(models.Model):
    """A transaction that changed what visitors may see; `count` of them, if put together.

    A row is added, never changed, so that no transaction waits for another one. The sum of what
    is committed grows with each commit, in whichever order they come.
    """

    count = models.PositiveBigIntegerField(default=1)

    def __str__(self):
        return str(self.count)

    @classmethod
    def total(cls):
        return cls.objects.aggregate(total=Sum("count"))["total"] or 0

    @classmethod
    @transaction.atomic
    def put_together(cls, most=1000):
        """Replace rows by one of the same sum; what somebody else has in hand stays."""
        rows = cls.objects.select_for_update(skip_locked=True).order_by("pk")[:most]
        counts = dict(rows.values_list("pk", "count"))
        if len(counts) > 1:
            cls.objects.create(count=sum(counts.values()))
            cls.objects.filter(pk__in=counts).delete()
