from io import BytesIO

from PIL import Image


def avif(**options):
    file = BytesIO()
    Image.linear_gradient("L").convert("RGB").save(file, "AVIF", **options)
    return file.getvalue()


def test_avif_is_made_fast_unless_told_otherwise():
    assert avif() == avif(speed=9) != avif(speed=6)
