"""The demo's files: pictures, videos and documents, each loaded once and found by its key."""

import tomllib
from functools import cached_property
from io import BytesIO
from itertools import count
from pathlib import Path

from django.core.files import File
from PIL import Image, ImageDraw

from core.models import SiteDocument, SiteImage, SiteMedia

FOLDER = Path(__file__).parent
MEDIA = FOLDER / "media"
PORTRAITS = 8  # each image is made in some forty sizes, which takes most of the time


def read(name):
    return tomllib.loads((FOLDER / name).read_text())


class Library:
    def __init__(self):
        self._loaded = {}
        self._portraits = count()

    @cached_property
    def _pictures(self):
        return tomllib.loads((MEDIA / "pictures.toml").read_text())

    def picture(self, key):
        return self._once(SiteImage, key, self._load_picture) if key else None

    def portrait(self):
        """A placeholder for the portrait of the next person, in one of a few colours."""
        return self._once(SiteImage, next(self._portraits) % PORTRAITS, self._draw_portrait)

    def _draw_portrait(self, number):
        image = Image.new("RGB", (480, 480), f"hsl({number * 137 % 360}, 35%, 80%)")
        draw, colour = ImageDraw.Draw(image), f"hsl({number * 137 % 360}, 30%, 40%)"
        draw.ellipse((150, 90, 330, 280), fill=colour)
        draw.ellipse((70, 310, 410, 700), fill=colour)
        content = BytesIO()
        image.save(content, "PNG")
        item = SiteImage(
            title=f"Portrait {number + 1} (placeholder)",
            description="A drawn head and shoulders, in place of a portrait",
            file=File(content, name=f"portrait-{number + 1}.png"),
        )
        item.full_clean(exclude=["file_hash"])
        item.save()
        return item

    def document(self, file, title):
        return self._once(
            SiteDocument, file, lambda name: self._load(SiteDocument, name, title=title)
        )

    def video(self, key, title):
        return self._once(SiteMedia, key, lambda name: self._load_video(name, title))

    def _once(self, model, key, load):
        if (model, key) not in self._loaded:
            self._loaded[model, key] = load(key)
        return self._loaded[model, key]

    def _load(self, model, file, **fields):
        with (MEDIA / file).open("rb") as content:
            item = model(file=File(content, name=file), **fields)
            item.full_clean(exclude=["file_hash"])
            item.save()
        return item

    def _load_picture(self, key):
        data = dict(self._pictures[key])
        x, y, width, height = data.pop("focal_point")
        return self._load(
            SiteImage,
            **data,
            focal_point_x=x,
            focal_point_y=y,
            focal_point_width=width,
            focal_point_height=height,
        )

    def _load_video(self, key, title):
        with (MEDIA / f"{key}.jpg").open("rb") as poster, (MEDIA / f"{key}.vtt").open("rb") as text:
            return self._load(
                SiteMedia,
                f"{key}.mp4",
                title=title,
                type="video",
                duration=12,
                width=1280,
                height=720,
                thumbnail=File(poster, name=f"{key}.jpg"),
                captions=File(text, name=f"{key}.vtt"),
                captions_language="en",
            )
