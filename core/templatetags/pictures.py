from django import template
from wagtail.images.templatetags import wagtailimages_tags

register = template.Library()


@register.tag
def picture(parser, token):
    """Wagtail's; what its filters mean is worked out once, not for each picture that is drawn."""
    node = wagtailimages_tags.image(parser, token)
    filters = node.get_filters()
    node.get_filters = lambda: filters
    return node
