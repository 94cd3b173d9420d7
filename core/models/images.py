import logging
from contextlib import contextmanager, suppress

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, models, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_tasks import task
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import (
    AbstractImage,
    AbstractRendition,
    Filter,
    Image,
    SourceImageIOError,
)
from wagtail.search import index

from page_cache.middleware import mark_incomplete

from ..pictures import (
    ADMIN_SPECS,
    FOCAL_POINT,
    PUBLIC_SPECS,
    SIZES,
    PublicFilter,
    open_reduced,
)
from ..signals import image_unreadable

logger = logging.getLogger(__name__)

STORED_TOLERANCE = 2.5  # earlier versions accepted larger pictures
LOG_AGAIN_SECONDS = 7 * 24 * 60 * 60
QUEUE_AGAIN_SECONDS = 10 * 60
BELOW_OTHER_TASKS = -10


class DamagedImageError(SourceImageIOError):
    """The file can be read, but not as an image."""


class NotPreparedError(SourceImageIOError):
    """The renditions will be there when the background task has made them."""


@contextmanager
def failures_reported(image):
    """An image that can't be rendered is logged once, and its pages are shown without it.

    Any error of the image libraries means that the file is damaged.
    """
    try:
        yield
    except SourceImageIOError as error:  # the file is missing
        image.report_unreadable(error)
        raise
    except (InvalidFilterSpecError, DatabaseError):
        raise
    except Exception as error:
        if getattr(error, "errno", None):  # of the operating system: the disk is full, for example
            logger.warning("Image %s is not shown: %s", image.pk, error)
            raise SourceImageIOError(str(error)) from error
        damage = DamagedImageError(f"{type(error).__name__}: {error}")
        image.report_unreadable(damage)
        raise damage from error


class SiteImage(AbstractImage):
    """A picture with its alternative text, caption and credit, in all languages."""

    caption = models.CharField(
        _("caption"),
        max_length=300,
        blank=True,
        help_text=_(
            "Shown below the picture unless a page has its own caption, for example “First "
            "author Kay Oliver Schink (left) and last author Harald Stenmark”."
        ),
    )
    credit = models.CharField(
        _("credit"),
        max_length=150,
        blank=True,
        help_text=_("Photographer or source, for example “Photo: Per Marius Didriksen”."),
    )

    # By the code of each further language of the site: {"nb": {"description": "…"}}. What is empty
    # there is shown in the main language, in which the fields above are.
    translated_texts = models.JSONField(null=True, blank=True, editable=False)

    search_fields = [
        *AbstractImage.search_fields,
        index.SearchField("translated_texts"),
        index.AutocompleteField("translated_texts"),  # the library searches while one types
    ]
    admin_form_fields = (
        "title",
        "file",
        "description",
        "caption",
        "credit",
        *(name for name in Image.admin_form_fields if name not in ("title", "file", "description")),
    )

    TRANSLATED = ("description", "caption", "credit")

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def translated(self, name):
        """What the field says in the reader's language; None if only the main one has it."""
        texts = (self.translated_texts or {}).get(get_language(), {})
        return texts.get(name) or None

    def language_of(self, name):
        """The language that `localized` takes, if it is not the reader's; else None."""
        is_foreign = get_language() != settings.LANGUAGE_CODE and not self.translated(name)
        return settings.LANGUAGE_CODE if is_foreign else None

    def localized(self, name):
        return self.translated(name) or getattr(self, name)

    @property
    def default_alt_text(self):
        return self.translated("description") or super().default_alt_text

    @property
    def localized_caption(self):
        return self.localized("caption")

    @property
    def localized_credit(self):
        return self.localized("credit")

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        if {"file", *FOCAL_POINT} & set(kwargs.get("update_fields") or ["file"]):
            transaction.on_commit(self.queue)

    @property
    def shared(self):
        """The picture as other sites show it."""
        return self.largest("shared")

    def largest(self, size):
        """The largest JPEG of one of our `SIZES`; None if the image can't be shown."""
        return next(iter(self.renditions_or_stand_in(*SIZES[size][-1:]).values()), None)

    def renditions_or_stand_in(self, *specs):
        """By their specs; empty if the image can't be shown."""
        try:
            renditions = self.get_renditions(*specs)
        except SourceImageIOError:
            renditions = self.stand_in(specs)
        for rendition in renditions.values():  # one that was prefetched may have another's texts
            rendition.image = self
        return renditions

    def stand_in(self, specs):
        """One that all browsers show: that of an earlier focal point, or else the largest."""
        found = self.renditions.exclude(filter_spec__regex="avif|webp")
        best = max(found, key=lambda each: (each.filter_spec in specs, each.width), default=None)
        return {best.filter_spec: best} if best else {}

    def create_rendition(self, filter):
        return self.create_renditions(filter)[filter]

    def create_renditions(self, *filters):
        """No request waits for those of public pages: a task makes them.

        Thumbnails for editors are made now: a new image has none yet, and they take little.
        """
        found = self.stored_renditions(filters)
        missing = [filter.spec for filter in filters if filter not in found]
        if missing:
            self.obtain(missing)
            found = self.stored_renditions(filters)
        if not all(filter in found for filter in filters):
            if not cache.get(self.unreadable_key):
                mark_incomplete()
            raise NotPreparedError(self.file.name)
        return found

    def stored_renditions(self, filters):
        """`{filter: rendition}` for the present focal point, whatever was prefetched or cached."""
        wanted = {(each.spec, each.get_cache_key(self)): each for each in filters}
        found = self.renditions.filter(filter_spec__in=[spec for spec, key in wanted])
        stored = {(each.filter_spec, each.focal_point_key): each for each in found}
        return {each: stored[key] for key, each in wanted.items() if key in stored}

    def obtain(self, specs):
        if not PUBLIC_SPECS.issuperset(specs):
            self.make(*specs, *ADMIN_SPECS)
        elif not any(cache.get_many([self.unreadable_key, self.queued_key]).values()):
            self.queue()

    def queue(self):
        cache.set(self.queued_key, True, QUEUE_AGAIN_SECONDS)
        prepare_image.enqueue(self.pk)

    def prepare(self):
        """Make what pages and editors need; returns how many renditions were missing.

        A file that can't be read is queued again only after `QUEUE_AGAIN_SECONDS`.
        """
        try:
            return self.make(*ADMIN_SPECS, *PUBLIC_SPECS)
        finally:
            if self.unreadable_key not in cache:
                cache.delete(self.queued_key)

    def make(self, *specs):
        """Make the renditions that are missing, one after the other: each takes memory."""
        filters = [Filter(spec) for spec in dict.fromkeys(specs)]
        stored = self.stored_renditions(filters)
        missing = [filter for filter in filters if filter not in stored]
        if missing:
            with failures_reported(self), self.open_file() as file:
                reduced = open_reduced(file, STORED_TOLERANCE)
                for filter in missing:
                    if not self.make_one(PublicFilter(filter.spec, reduced)):
                        break
            cache.delete(self.unreadable_key)
        return len(missing)

    def make_one(self, filter):
        """False if it is outdated: the sizes of a new file are made by its own task."""
        file = self.generate_rendition_file(filter)
        with transaction.atomic():
            is_current = self.as_stored().select_for_update().exists()
            if is_current:
                self.renditions.get_or_create(
                    filter_spec=filter.spec,
                    focal_point_key=filter.get_cache_key(self),
                    defaults={"file": file},
                )
        return is_current

    def as_stored(self):
        """Empty if the file or the focal point was changed meanwhile, or the image deleted."""
        focal_point = {name: getattr(self, name) for name in FOCAL_POINT}
        return SiteImage.objects.filter(pk=self.pk, file=self.file.name, **focal_point)

    @property
    def queued_key(self):
        return f"image-queued-{self.pk}"

    @property
    def unreadable_key(self):
        return f"unreadable-image-{self.pk}-{self.file.name}"

    def report_unreadable(self, error):
        """Log it once for each file, and let the receivers decide whom to notify.

        The cache holds True for a damaged file. A missing one may come back without a change, or
        was replaced meanwhile.
        """
        if not self.as_stored().exists():
            return
        is_damaged = isinstance(error, DamagedImageError)
        if cache.add(self.unreadable_key, is_damaged, LOG_AGAIN_SECONDS):
            logger.error("Image %s (%s) is not shown: %s", self.pk, self.file.name, error)
        image_unreadable.send_robust(type(self), image=self, error=error)


class SiteRendition(AbstractRendition):
    """A picture in one size and format, without the metadata of its original."""

    image = models.ForeignKey(SiteImage, on_delete=models.CASCADE, related_name="renditions")
    # False by the database: for what an earlier version writes, which kept metadata.
    is_stripped = models.BooleanField(default=True, db_default=False, editable=False)

    class Meta:
        unique_together = [("image", "filter_spec", "focal_point_key")]


@task(priority=BELOW_OTHER_TASKS)
def prepare_image(image_id):
    """Failures are reported, and the next request for the image queues it again."""
    image = SiteImage.objects.filter(pk=image_id).first()
    if image:
        with suppress(SourceImageIOError):
            image.prepare()
