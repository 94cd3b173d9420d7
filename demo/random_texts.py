import re

from .library import read


class RandomTexts:
    """Random texts from the lists in random_texts.toml, the same ones for the same `random`."""

    def __init__(self, random):
        self.random = random
        self.lists = read("random_texts.toml")

    def make(self, language, kind):
        text = self.random.choice(self.lists[language][kind])
        text = re.sub(r"\{(\w+)\}", lambda match: self.make(language, match[1]), text)
        return text[:1].upper() + text[1:] if kind in ("news", "event", "sentence") else text

    def text(self, language, sentences=4):
        return " ".join(self.make(language, "sentence") for __ in range(sentences))

    def body(self, language):
        return [
            ("text", f"<p>{self.text(language)}</p>"),
            ("heading", self.make(language, "heading")),
            ("text", f"<p>{self.text(language)}</p><p>{self.text(language)}</p>"),
        ]
