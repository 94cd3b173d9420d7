"""What is related to a person or a unit: of models in higher layers, asked for alike."""

from core.querysets import related_to


def latest_news(model, relation, key):
    news = related_to(model.objects, **{relation: key}).listed().open().newest_first()
    return news.select_related("listing_image").defer_streamfields()[:6]


def next_events(model, relation, key):
    events = related_to(model.objects, **{relation: key}).listed().upcoming()
    return events.defer_streamfields()[:3]


def latest_publications(model, relation, key, count):
    publications = related_to(model.objects, **{relation: key}).published().newest_first()
    return publications.prefetch_related("authorships")[:count]
