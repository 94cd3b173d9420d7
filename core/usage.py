from wagtail.models import ReferenceIndex

# Not documented: Wagtail's receiver of post_save, which does not hear of relations saved later.
from wagtail.signal_handlers import update_reference_index_on_save


def update_references(instance, action, **kwargs):
    """Counts the relations of a page or publication as usage once they are saved."""
    if action.startswith("post_") and ReferenceIndex.is_indexed(type(instance)):
        update_reference_index_on_save(instance)
