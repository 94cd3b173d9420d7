from django import template

from editorial import page_warnings

register = template.Library()


@register.simple_tag(takes_context=True)
def hidden_by(context, page):
    request = context.get("request")
    return page_warnings.hidden_by(request, page) if request else None
