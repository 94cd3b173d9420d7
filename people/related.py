"""What names a person or a unit: of models in higher layers, asked for alike."""

from django.db.models import DateField, DateTimeField, UUIDField

from core.querysets import naming
from navigation.prepared import prepared


@prepared(key=UUIDField(), now=DateTimeField())
def latest_news(model, relation, hidden, key, now):
    news = naming(model.objects, **{relation: key}).listed(hidden, now).open(now).newest_first()
    return news.select_related("listing_image").defer_streamfields()[:6]


@prepared(key=UUIDField(), now=DateTimeField())
def next_events(model, relation, hidden, key, now):
    events = naming(model.objects, **{relation: key}).listed(hidden, now).upcoming(now)
    return events.defer_streamfields()[:3]


@prepared(key=UUIDField(), today=DateField())
def latest_publications(model, relation, count, key, today):
    publications = naming(model.objects, **{relation: key}).published(today).newest_first()
    return publications.prefetch_related("authorships")[:count]
