from html import escape

from django import template
from django.template.base import Token
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from wagtail.images import models
from wagtail.images.templatetags import wagtailimages_tags

register = template.Library()


@register.tag
def picture(parser, token):
    """Wagtail's, drawn in half its time since lists have many: `format-{avif,webp,jpeg} …`.

    Empty if the image can't be shown; `as name` lets a template leave out what belongs to it.
    """
    *bits, keyword, name = token.split_contents()
    if keyword != "as":
        bits, name = [*bits, keyword, name], None
    node = wagtailimages_tags.image(parser, Token(token.token_type, " ".join(bits)))
    return PictureNode(node.image_expr, node.filter_specs, name, node.attrs)


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


class PictureNode(wagtailimages_tags.PictureNode):
    """What its filters mean is worked out once, not for each picture."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.filters = self.get_filters()

    def render(self, context):
        html = self.html(context)
        if not self.output_var_name:
            return html
        context[self.output_var_name] = html
        return ""

    def html(self, context):
        image = self.validate_image(context)
        renditions = image and image.renditions_or_none(*self.filters)
        if not renditions:
            return ""
        attributes = {name: value.resolve(context) for name, value in self.attrs.items()}
        alt = attributes.setdefault("alt", next(iter(renditions.values())).alt)
        if alt and alt == image.description:
            attributes["lang"] = foreign(context, image.language_of("description"))
        return SafeString(Picture(renditions, attributes).__html__())


class Picture(models.Picture):
    def __html__(self):
        *others, (__, fallback) = self.formats.items()
        sources = "".join(self.source(name, renditions) for name, renditions in others)
        return f"<picture>{sources}{self.img(fallback)}</picture>"

    def source(self, name, renditions):
        attributes = {"srcset": self.get_width_srcset(renditions), "type": f"image/{name}"}
        if "sizes" in self.attrs:
            attributes["sizes"] = self.attrs["sizes"]
        return tag("source", attributes)

    def img(self, renditions):
        first = renditions[0]
        own = {"src": first.url, "width": first.width, "height": first.height}
        if len(renditions) > 1:
            own["srcset"] = self.get_width_srcset(renditions)
        return tag("img", own | self.attrs)


def tag(name, attributes):
    shown = {key: value for key, value in attributes.items() if value is not None}
    pairs = [f' {key}="{escape(str(value))}"' for key, value in shown.items()]
    return f"<{name}{''.join(pairs)}>"
