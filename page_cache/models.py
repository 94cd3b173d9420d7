from django.db import models, transaction
from django.db.models import Sum


class Change(models.Model):
    """A transaction that changed what visitors may see; after compaction `count` of them.

    Rows are added, never updated, so that no transaction waits for another. The sum of what is
    committed grows with each commit, in whichever order they come.
    """

    count = models.PositiveBigIntegerField(default=1)
    # Whether pages must be rendered again though all their queries return the same.
    renewals = models.PositiveBigIntegerField(default=0, db_default=0)

    def __str__(self):
        return str(self.count)

    @classmethod
    def total(cls, name="count"):
        return cls.objects.aggregate(total=Sum(name))["total"] or 0

    @classmethod
    @transaction.atomic
    def compact(cls, limit=1000):
        """Replace rows by one of the same sums, except those that another process has locked."""
        rows = cls.objects.select_for_update(skip_locked=True).order_by("pk")[:limit]
        found = list(rows.values("pk", "count", "renewals"))
        if len(found) > 1:
            sums = {name: sum(row[name] for row in found) for name in ("count", "renewals")}
            cls.objects.create(**sums)
            cls.objects.filter(pk__in=[row["pk"] for row in found]).delete()
