"""What people are sorted by, stored with each of them; see `core.sorting`."""

from django.apps import apps as global_apps
from django.core.exceptions import FieldDoesNotExist

from core.sorting import nordic_key

BATCH = 500


def name_to_sort(person):
    return f"{person.sort_as or person.family_name} {person.given_name}".strip()


def sort_key(person) -> bytes:
    return nordic_key(name_to_sort(person), aa_is_one_letter=not person.sort_as)


def update_sort_keys(model):
    """Store the keys of all people that differ from what is stored."""
    names = model.objects.only("given_name", "family_name", "sort_as", "sort_key")
    outdated = [person for person in names if sort_key(person) != bytes(person.sort_key)]
    for person in outdated:
        person.sort_key = sort_key(person)
    model.objects.bulk_update(outdated, ["sort_key"], BATCH)


def update_after_migrate(sender, apps=global_apps, **kwargs):
    """Receives `post_migrate`, after every `migrate`, whether there was something to do or not.

    So it also corrects the people whom an older version saved while it was running or after a
    rollback, and all keys when the rules of sorting have changed.
    """
    try:
        model = apps.get_model("people", "PersonPage")
        model._meta.get_field("sort_key")
    except (LookupError, FieldDoesNotExist):  # people are migrated back to before it
        return
    update_sort_keys(model)
