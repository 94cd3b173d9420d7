from html import escape

from django import template
from django.utils.safestring import SafeString
from wagtail.images import models
from wagtail.images.shortcuts import get_renditions_or_not_found
from wagtail.images.templatetags import wagtailimages_tags

register = template.Library()


@register.tag
def picture(parser, token):
    """Wagtail's, drawn in half its time since lists have many: `format-{avif,webp,jpeg} …`."""
    node = wagtailimages_tags.image(parser, token)
    return PictureNode(node.image_expr, node.filter_specs, attrs=node.attrs)


class PictureNode(wagtailimages_tags.PictureNode):
    """What its filters mean is worked out once, not for each picture."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.filters = self.get_filters()

    def render(self, context):
        image = self.validate_image(context)
        if not image:
            return ""
        renditions = get_renditions_or_not_found(image, self.filters)
        attributes = {name: value.resolve(context) for name, value in self.attrs.items()}
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
        own = {"src": first.url, "width": first.width, "height": first.height, "alt": first.alt}
        if len(renditions) > 1:
            own["srcset"] = self.get_width_srcset(renditions)
        return tag("img", own | self.attrs)


def tag(name, attributes):
    pairs = [f' {key}="{escape(str(value))}"' for key, value in attributes.items()]
    return f"<{name}{''.join(pairs)}>"
