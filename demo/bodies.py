"""From the demo's [block, value] pairs to a validated body."""

from core.blocks import BodyBlock


class Bodies:
    """Makes bodies; `pages` maps the slugs that blocks link to onto pages made before."""

    def __init__(self, library, pages):
        self.library = library
        self.pages = pages

    def make(self, pairs):
        block = BodyBlock()
        raw = [{"type": name, "value": self._value(name, value)} for name, value in pairs]
        return block.clean(block.to_python(raw))

    def _value(self, name, value):
        convert = getattr(self, f"_{name}", None)
        return convert(**value) if convert else value

    def _figure(self, picture, caption=""):
        image = self.library.picture(picture)
        return {
            "image": {"image": image.pk, "alt_text": image.description, "decorative": False},
            "caption": caption,
            "credit": "",
        }

    def _gallery(self, pictures):
        return {"pictures": [self._figure(**picture) for picture in pictures]}

    def _table(self, caption, columns, rows):
        return {
            "caption": caption,
            "columns": [{"type": "text", "heading": heading} for heading in columns],
            "rows": [{"values": row} for row in rows],
        }

    def _video(self, key, title, description):
        return {
            "title": title,
            "file": self.library.video(key, title).pk,
            "description": description,
        }

    def _documents(self, heading, files):
        return {
            "heading": heading,
            "documents": [self.library.document(**file).pk for file in files],
        }

    def _call_to_action(self, title, text, page):
        return {"title": title, "text": text, "page": self.pages[page].pk, "while_open": True}

    def _pages(self, heading, pages):
        return {"heading": heading, "pages": [self.pages[slug].pk for slug in pages]}
