from datetime import time

from news.models import EventPage, EventSpeaker

from .library import read


def load(demo):
    for data in read("events.toml")["events"]:
        units, speakers = data.pop("units", []), data.pop("speakers", [])
        data.pop("people", None)
        page = EventPage(
            **demo.stream_fields(data),
            **dates_of(data, demo.dates),
            event_status=data.pop("status", "EventScheduled"),
            **data,
        )
        page.units = [demo.units[title] for title in units]
        rows = [EventSpeaker(person=demo.people.get(row["name"]), **row) for row in speakers]
        demo.add(demo.pages["events"], page, [("speakers", rows)])


def dates_of(data, dates):
    if "starts_in_days" not in data:
        fixed = {key: data.pop(key, None) for key in ("starts_at", "ends_at")}
        return {key: dates.local(value) for key, value in fixed.items() if value}
    days = data.pop("starts_in_days")
    start, end = (time.fromisoformat(data.pop(key)) for key in ("start_time", "end_time"))
    return {"starts_at": dates.at_weekday(days, start), "ends_at": dates.at_weekday(days, end)}
