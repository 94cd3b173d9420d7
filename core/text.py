import re

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def printable(text: str) -> str:
    """The text without control characters, which come along when one pastes from Word.

    XML forbids them, so one in a title would break a whole feed.
    """
    return _CONTROLS.sub(" ", text)
