"""Image files as cameras, microscopes, print shops and broken transfers produce them."""

from io import BytesIO

from PIL import Image, ImageCms

SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
POSITION = {1: "N", 2: (59.0, 55.0, 48.0), 3: "E", 4: (10.0, 39.0, 0.0)}
GPS, ORIENTATION, MODEL, DESCRIPTION = 0x8825, 0x0112, 0x0110, 0x010E


def encoded(image, format="PNG", **options):
    data = BytesIO()
    image.save(data, format, **options)
    return data.getvalue()


def plain(mode="RGB", size=(160, 120), colour=None):
    return Image.new(mode, size, colour) if colour is not None else Image.new(mode, size)


def animated(format):
    first, *others = [plain("RGB", colour=colour) for colour in ("red", "green", "blue")]
    return encoded(first, format, save_all=True, append_images=others, duration=100)


def photograph(format="JPEG", **options):
    """A rotated photograph with location, camera model and a person's name in its metadata."""
    exif = Image.Exif()
    exif[ORIENTATION], exif[MODEL], exif[DESCRIPTION] = 6, "SECRETCAMERA", "SECRETPERSON"
    exif.get_ifd(GPS).update(POSITION)
    upright = Image.new("RGB", (320, 240), "red")
    upright.paste("blue", (0, 120, 320, 240))
    data = {"exif": exif, "xmp": b"<x:xmpmeta>SECRETXMP</x:xmpmeta>", "icc_profile": SRGB}
    if format == "JPEG":
        data |= {"comment": b"SECRETCOMMENT"}
    return encoded(upright, format, **data | options)


def unusual_but_valid():
    """`{file name: content}` of images that can be shown."""
    sixteen_bits = plain("I;16", colour=0x8000)
    palette = plain("RGBA", colour=(200, 30, 30, 100)).quantize(8)
    return {
        "cmyk-with-rgb-profile.jpg": encoded(plain("CMYK"), "JPEG", icc_profile=SRGB),
        "cmyk.jpg": encoded(plain("CMYK"), "JPEG"),
        "damaged-profile.jpg": encoded(plain(), "JPEG", icc_profile=b"damaged" * 40),
        "damaged-profile.png": encoded(plain(), "PNG", icc_profile=SRGB[:200]),
        "grey-with-rgb-profile.jpg": encoded(plain("L"), "JPEG", icc_profile=SRGB),
        "grey.jpg": encoded(plain("L"), "JPEG"),
        "one-bit.png": encoded(plain("1")),
        "sixteen-bit.png": encoded(sixteen_bits),
        "palette.png": encoded(plain("P")),
        "palette-with-alpha.png": encoded(palette),
        "alpha-with-profile.png": encoded(plain("RGBA"), icc_profile=SRGB),
        "transparent-colour.png": encoded(
            plain(colour="lime"), transparency=(0, 255, 0), icc_profile=SRGB
        ),
        "transparent-grey.png": encoded(plain("L", colour=9), transparency=9, icc_profile=SRGB),
        "grey-with-alpha.png": encoded(plain("LA"), icc_profile=SRGB),
        "one-pixel.png": encoded(plain("RGB", (1, 1))),
        "narrow.png": encoded(plain("RGB", (1, 15_000))),
        "wide.jpg": encoded(plain("RGB", (15_000, 2)), "JPEG"),
        "animated.gif": animated("GIF"),
        "animated.webp": animated("WEBP"),
        "photograph.jpg": photograph(),
        "photograph.webp": photograph("WEBP"),
        "photograph.png": encoded(plain(), "PNG"),
        "photograph.avif": photograph("AVIF"),
    }


def rejected():
    """`{file name: (content, part of the message)}` of images that cannot be shown."""
    whole = photograph()
    again, smaller = "once more, and upload it again", "Make it smaller"
    return {
        "truncated.jpg": (whole[: len(whole) // 2], again),
        "truncated.png": (encoded(Image.effect_noise((400, 400), 80))[:-2000], again),
        "truncated.webp": (photograph("WEBP")[:-60], again),
        "beginning.jpg": (whole[:30], "again"),
        "animated.png": (animated("PNG"), "save it as JPEG or PNG"),
        "text.jpg": (b"hello", "save it as JPEG or PNG"),
        "jpeg-named.png": (whole, "ending .jpeg"),
        "drawing.svg": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Supported formats"),
        "too-high.png": (encoded(plain("1", (10, 17_000))), smaller),
        "too-many-pixels.png": (encoded(plain("1", (9_000, 9_000))), smaller),
        "bomb.png": (encoded(plain("1", (15_000, 15_000))), smaller),
    }
