from wagtail.search.tasks import insert_or_update_object_task


class ReindexAfterSaveMixin:
    """Makes the rows of an inline panel searchable, such as the authors' names.

    They are saved after the signal on which Wagtail indexes the object, so it is indexed again.
    """

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        meta = self._meta
        insert_or_update_object_task.enqueue(meta.app_label, meta.model_name, str(self.pk))
