from wagtail.search.tasks import insert_or_update_object_task


class IndexedWithRows:
    """Lets search find what the rows of an inline panel say, such as the authors' names.

    They are stored after the signal by which Wagtail indexes, so it is done once more.
    """

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        meta = self._meta
        insert_or_update_object_task.enqueue(meta.app_label, meta.model_name, str(self.pk))
