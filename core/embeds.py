"""Videos of other sites, without asking those sites for anything."""

import re

from wagtail.embeds.finders.base import EmbedFinder

_ID = r"(?P<id>[\w-]{6,20})"
PLAYERS = [
    (
        "YouTube",
        re.compile(
            r"https://(?:www\.|m\.)?(?:youtube\.com/(?:watch\?(?:.*&)?v=|embed/|shorts/)|youtu\.be/)"
            + _ID
        ),
        "https://www.youtube-nocookie.com/embed/{}?autoplay=1",
    ),
    (
        "Vimeo",
        # An unlisted video is shown only with its hash, which stands after the number or as h=.
        re.compile(
            r"https://(?:www\.|player\.)?vimeo\.com/(?:video/)?(?P<id>\d+)"
            r"(?:(?:/|\?(?:.*&)?h=)(?P<hash>[0-9a-f]+)(?![\w-]))?"
        ),
        "https://player.vimeo.com/video/{}?autoplay=1&dnt=1",
    ),
]
# All that a page may frame, after the visitor's click.
PLAYER_ORIGINS = ["https://www.youtube-nocookie.com", "https://player.vimeo.com"]


def find_player(url: str) -> tuple[str, str] | None:
    """Name of the video's host and address of its player that sets no cookies; None if unknown."""
    for provider, pattern, player in PLAYERS:
        if match := pattern.match(url or ""):
            key = match.groupdict().get("hash")
            return provider, player.format(match["id"]) + (f"&h={key}" if key else "")
    return None


class PlayerFinder(EmbedFinder):
    """Wagtail's way to look an embed up; the answer is made from the address alone."""

    def accept(self, url):
        return find_player(url) is not None

    def find_embed(self, url, max_width=None, max_height=None):
        provider, player = find_player(url)
        return {
            "title": "",
            "author_name": "",
            "provider_name": provider,
            "type": "video",
            "thumbnail_url": "",
            "width": 1280,
            "height": 720,
            "html": f'<iframe src="{player}" allowfullscreen></iframe>',
        }


embed_finder_class = PlayerFinder
