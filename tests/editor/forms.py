"""Form data for the editor, as a browser sends it."""

from django.urls import reverse
from wagtail.fields import StreamField
from wagtail.test.utils.form_data import nested_form_data, querydict_from_html

JSON = {"HTTP_ACCEPT": "application/json"}


def add_url(parent, model, name="add"):
    place = model._meta.app_label, model._meta.model_name, parent.pk
    return reverse(f"wagtailadmin_pages:{name}", args=place)


def edit_url(page, name="edit"):
    return reverse(f"wagtailadmin_pages:{name}", args=[page.pk])


def filled(client, url, model, **fields):
    """The data of the form at `url` with these fields filled in, and with empty bodies."""
    data = querydict_from_html(client.get(url).content.decode(), form_id="page-edit-form").dict()
    streams = [field.name for field in model._meta.fields if isinstance(field, StreamField)]
    return data | {f"{name}-count": "0" for name in streams} | nested_form_data(fields)
