from django.http import Http404, HttpResponse

from .forms.dates import FIELDS


def explain_date(request, kind):
    """For `dates.js`: how a field understands what an editor has typed; 422 if it doesn't."""
    field = FIELDS.get(kind)
    if field is None:
        raise Http404
    text, is_valid = field(until="until" in request.GET).explain(request.GET.get("typed", ""))
    status = 200 if is_valid else 422
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
