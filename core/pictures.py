"""Images as visitors get them: in the sizes of our templates, in colours that every browser shows.

A rendition is made from a reduced copy of the original, which fits in memory however large that is.
"""

import math
from contextlib import contextmanager
from copy import copy
from io import BytesIO
from threading import Lock

from django.conf import settings
from PIL import AvifImagePlugin, ExifTags, Image, ImageCms, ImageOps
from wagtail.images.models import Filter
from willow.plugins.pillow import PillowImage

AVIF = AvifImagePlugin.AvifImageFile.format
AVIF_SPEED = 9

# What the reduced copy covers, in pixels: no size below is wider or higher.
REDUCED_WIDTH, REDUCED_HEIGHT = 2000, 1000


def in_all_formats(spec):
    return Filter.expand_spec(["format-{avif,webp,jpeg}", spec])


# What templates ask for by name: the specs in all formats, the largest JPEG last. A task makes
# all of them, and Wagtail's thumbnails, when an image is saved.
SIZES = {
    "hero": in_all_formats("fill-{480x360,800x600}"),
    "card": in_all_formats("fill-{420x280,840x560}"),
    "figure": in_all_formats("width-{480,960,1600}"),
    "gallery": in_all_formats("fill-480x360"),
    "still": in_all_formats("fill-{480x270,960x540}"),
    "portrait": in_all_formats("fill-{240x300,480x600}"),
    "face": in_all_formats("fill-160x160"),
    # What social media and feed readers show; they know neither AVIF nor, all of them, WebP.
    "shared": ["fill-1200x630|format-jpeg"],
}
PUBLIC_SPECS = {spec for specs in SIZES.values() for spec in specs}
ADMIN_SPECS = ["max-165x165", "max-150x150", "max-400x400", "fill-600x338", "max-800x600"]

FOCAL_POINT = ["focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height"]

save_avif_as_pillow = Image.SAVE[AVIF]
decoding = Lock()  # a process decodes one original at a time, which may take 150 MB


def specs_of(*sizes):
    return [spec for size in sizes for spec in SIZES[size]]


class TooManyPixelsError(ValueError):
    """To decode the image would take too much memory."""

    def __init__(self, kind, limit):
        super().__init__(f"a {kind} may have at most {limit} million pixels")
        self.kind, self.limit = kind, limit


class PublicFilter(Filter):
    """Wagtail's, of the reduced copy of an image."""

    def __init__(self, spec, reduced):
        super().__init__(spec)
        self.reduced = reduced

    @contextmanager
    def get_willow_image(self, image, source=None):
        yield self.reduced

    def get_transform(self, image, size=None):
        """The focal point of an image is in pixels of its original."""
        if size:
            image, scale = copy(image), max(size) / max(image.width, image.height)
            for name in FOCAL_POINT:
                value = getattr(image, name)
                setattr(image, name, value and round(value * scale))
        return super().get_transform(image, size)


def open_reduced(file, tolerance=1):
    """The image in a file as Willow's: upright, in RGB, without metadata except its colour profile.

    GPS position, camera, comments and thumbnails would otherwise be in each rendition; and each
    mode that is not RGB makes some encoder fail, as does a profile that belongs to another mode.
    `tolerance` is how many times the limit of pixels it may have.
    """
    with decoding, open_checked(file, tolerance) as image:
        small = ImageOps.exif_transpose(reduced(image))
    pillow, profile = in_rgb(small)
    pillow.info = {"icc_profile": profile} if profile else {}
    opened = PillowImage(pillow)
    opened.format_name = "png" if pillow.mode == "RGBA" else "jpeg"  # unless a spec names one
    return opened


def open_checked(file, tolerance=1):
    """Refuses what has too many pixels by its first bytes, before anything is decoded."""
    limits = settings.MAX_IMAGE_MEGAPIXELS
    try:
        image = Image.open(file)
    except Image.DecompressionBombError as error:
        raise TooManyPixelsError("JPEG", limits["JPEG"]) from error
    kind = kind_of(image)
    limit = limits.get(kind, min(limits.values()))
    is_too_long = max(image.size) > settings.MAX_IMAGE_SIDE_PIXELS
    if is_too_long or image.width * image.height > limit * tolerance * 1_000_000:
        raise TooManyPixelsError(kind, limit)
    return image


def kind_of(image):
    """As editors know it: a telephone's JPEG with a second picture inside is an MPO to Pillow."""
    kind = {"MPO": "JPEG", "WEBP": "WebP"}.get(image.format, image.format)
    return f"progressive {kind}" if image.info.get("progressive") else kind


def reduced(image):
    """Decoded no larger than needed; libjpeg itself divides the size by 2, 4 or 8."""
    size = reduced_size(image)
    image.draft(None, size)
    if image.mode in ("1", "P", "PA") or "transparency" in image.info:
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2)


def reduced_size(image):
    width, height = REDUCED_WIDTH, REDUCED_HEIGHT
    if image.getexif().get(ExifTags.Base.Orientation, 1) > 4:  # stored on its side
        width, height = height, width
    scale = min(1, max(width / image.width, height / image.height))
    return math.ceil(image.width * scale), math.ceil(image.height * scale)


def in_rgb(image):
    """The image in RGB or RGBA, and the profile that still applies to it.

    RGB without transparency keeps its profile; what else has one is converted to sRGB.
    """
    profile = open_profile(image)
    mode = "RGBA" if image.has_transparency_data else "RGB"
    if image.mode.startswith("I"):  # 16 bits, which Pillow would cut off instead of scale
        image = image.point(lambda value: value / 256).convert("L")
    if not profile or profile.profile.xcolor_space.strip() != colour_space(image):
        return image.convert(mode), None
    if image.mode == "RGB":
        return image, image.info["icc_profile"]
    try:
        srgb = ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(image, profile, srgb, outputMode=mode), None
    except (ImageCms.PyCMSError, ValueError):
        return image.convert(mode), None


def open_profile(image):
    """The colour profile of an image; None if it has none, or a damaged one."""
    data = image.info.get("icc_profile")
    try:
        return ImageCms.getOpenProfile(BytesIO(data)) if data else None
    except ImageCms.PyCMSError:
        return None


def colour_space(image):
    """What a profile for an image in this mode describes, as the ICC writes it."""
    return {"L": "GRAY", "LA": "GRAY", "YCbCr": "YCbr"}.get(
        image.mode, image.mode.removesuffix("A")
    )


def save_avif(image, file, name):
    """As Pillow does, but ten times as fast for five per cent more bytes."""
    image.encoderinfo.setdefault("speed", AVIF_SPEED)
    save_avif_as_pillow(image, file, name)


def make_avif_fast():
    Image.register_save(AVIF, save_avif)
