from django import template
from django.utils.html import format_html
from django.utils.translation import get_language
from wagtail.images.models import Picture

from ..pictures import SIZES

register = template.Library()


@register.simple_tag(takes_context=True)
def responsive_picture(context, image, size, **attributes):
    """A `<picture>` in one of our `SIZES`, such as "card", in all formats.

    Unlike Wagtail's `{% picture %}` it is empty if the image can't be shown, so that a template
    can leave out what belongs to it, and says the language of an alternative text.
    """
    renditions = image and image.renditions_or_stand_in(*SIZES[size])
    if not renditions:
        return ""
    alt = attributes.setdefault("alt", next(iter(renditions.values())).alt)
    if alt and alt == image.description:
        attributes["lang"] = foreign(context, image.language_of("description"))
    return Picture(renditions, attributes)


@register.simple_tag
def largest(image, size):
    """The rendition of an image that is the largest JPEG in one of our `SIZES`."""
    return image and image.largest(size)


@register.simple_tag(takes_context=True)
def image_text(context, image, name, own=""):
    """The caption or credit of an image: a page's own, or else the library's, in its language."""
    text, language = own, None
    if not own and image:
        text, language = image.localized(name), foreign(context, image.language_of(name))
    if text and language:
        return format_html('<span lang="{}">{}</span>', language, text)
    return text


def foreign(context, language):
    """The language of a text, None for the reader's, if the text around is in another one."""
    language = language or get_language()
    return None if language == context.get("surrounding", get_language()) else language
