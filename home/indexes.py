from contextlib import contextmanager

from django.core.management import call_command
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, task_backends
from django_tasks.backends.dummy import DummyBackend


@contextmanager
def indexed_once():
    """Makes the search and reference index at the end, where each page would go in three times.

    The tasks that saves ask for meanwhile are dropped; `prepare_images` makes the sizes of images.
    Only for a site that was empty before: the indexes are rebuilt as a whole.
    """
    worker = task_backends[DEFAULT_TASK_BACKEND_ALIAS]
    task_backends[DEFAULT_TASK_BACKEND_ALIAS] = DummyBackend(DEFAULT_TASK_BACKEND_ALIAS, {})
    try:
        yield
    finally:
        task_backends[DEFAULT_TASK_BACKEND_ALIAS] = worker
    call_command("update_index", verbosity=0)
    call_command("rebuild_references_index", verbosity=0)
