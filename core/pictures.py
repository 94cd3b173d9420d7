from contextvars import ContextVar

from PIL import AvifImagePlugin, Image

# Whether what is being made lacks a picture that may be there the next time.
left_out: ContextVar[bool] = ContextVar("left_out", default=False)

AVIF = AvifImagePlugin.AvifImageFile.format
AVIF_SPEED = 9

pillows_own = Image.SAVE[AVIF]


def save_avif(image, file, name):
    """As Pillow does, but ten times as fast for five per cent more bytes.

    A rendition is made when the first visitor asks for its page: at Pillow's own speed of 6 the
    largest one takes a second, and a page has several.
    """
    image.encoderinfo.setdefault("speed", AVIF_SPEED)
    pillows_own(image, file, name)


def make_avif_fast():
    Image.register_save(AVIF, save_avif)
