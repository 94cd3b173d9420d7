from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, PageChooserPanel
from wagtail.models import Orderable


class EventSpeaker(Orderable):
    """A speaker at an event, with their profile if they are on our staff."""

    event = ParentalKey("news.EventPage", on_delete=models.CASCADE, related_name="speakers")
    name = models.CharField(
        _("name"),
        max_length=150,
        blank=True,
        help_text=_("Leave empty to use the name from the staff profile."),
    )
    affiliation = models.CharField(
        _("affiliation"),
        max_length=200,
        blank=True,
        help_text=_("For example “University of Oslo”."),
    )
    person = models.ForeignKey(
        "people.PersonPage",
        verbose_name=_("staff profile"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="talks",
    )

    panels = [
        PageChooserPanel("person"),
        FieldRowPanel([FieldPanel("name"), FieldPanel("affiliation")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("speaker")

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        if not self.name and self.person:
            self.name = self.person.full_name
        if not self.name:
            raise ValidationError({"name": _("Enter a name, or choose a staff profile.")})
