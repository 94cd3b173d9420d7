from django import template

from editorial import consequences

register = template.Library()


@register.simple_tag(takes_context=True)
def hidden_by(context, page):
    request = context.get("request")
    return consequences.hidden_by(request, page) if request else None
