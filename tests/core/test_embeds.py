import pytest

from core.embeds import find_player

YOUTUBE = "https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ?autoplay=1"
VIMEO = "https://player.vimeo.com/video/123456?autoplay=1&dnt=1"


@pytest.mark.parametrize(
    "url",
    [
        "https://www.youtube.com/watch?v=aqz-KE-bpKQ",
        "https://youtube.com/watch?app=desktop&v=aqz-KE-bpKQ&t=3",
        "https://m.youtube.com/shorts/aqz-KE-bpKQ",
        "https://youtu.be/aqz-KE-bpKQ?si=x",
    ],
)
def test_youtube_is_played_without_cookies(url):
    assert find_player(url) == ("YouTube", YOUTUBE)


@pytest.mark.parametrize(
    "url",
    [
        "https://vimeo.com/123456",
        "https://vimeo.com/123456?share=copy",
        "https://player.vimeo.com/video/123456",
        "https://vimeo.com/123456/edit",
    ],
)
def test_vimeo_is_played_without_tracking(url):
    assert find_player(url) == ("Vimeo", VIMEO)


@pytest.mark.parametrize(
    "url",
    [
        "https://vimeo.com/123456/abcdef0123",
        "https://vimeo.com/123456/abcdef0123?share=copy",
        "https://vimeo.com/123456?share=copy&h=abcdef0123",
        "https://player.vimeo.com/video/123456?h=abcdef0123&badge=0",
    ],
)
def test_unlisted_video_at_vimeo_keeps_its_key(url):
    assert find_player(url) == ("Vimeo", f"{VIMEO}&h=abcdef0123")


@pytest.mark.parametrize("url", ["", None, "https://example.org/watch?v=aqz-KE-bpKQ", "vimeo"])
def test_other_addresses_are_no_videos(url):
    assert find_player(url) is None
