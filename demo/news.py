from datetime import time

from news.models import NewsPage

from .library import read


def load(demo):
    for data in read("news.toml")["news"]:
        units, people, publications = (
            data.pop(key, []) for key in ("units", "people", "publications")
        )
        page = NewsPage(**demo.stream_fields(data), **dates_of(data, demo.dates), **data)
        page.units = [demo.units[title] for title in units]
        page.people = [demo.people[name] for name in people]
        page.publications = [demo.publications[doi] for doi in publications]
        demo.add(demo.pages["news"], page)


def dates_of(data, dates):
    go_live_at = dates.at(data.pop("goes_live_in_days", None), time(17))
    return {
        "live": go_live_at is None,
        "go_live_at": go_live_at,
        "expire_at": dates.at(data.pop("expires_in_days", None), time(12)),
        "date_published": None if go_live_at else date_published(data, dates),
        "deadline": deadline(data, dates),
        "pinned_until": dates.at(data.pop("pinned_days", None), time(8)),
    }


def date_published(data, dates):
    published = data.pop("published", None)
    return dates.local(published) if published else dates.ago(data.pop("days_ago"))


def deadline(data, dates):
    fixed = data.pop("deadline", None)
    return dates.local(fixed) if fixed else dates.at(data.pop("deadline_in_days", None), time(15))
