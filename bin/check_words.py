"""Finds words that have a standard one in Wagtail, Django, HTTP or operations, and says which.

Checks every tracked file and its path, in names too: `BestMoment` and `best_moment` contain
"moment". Lines that say "# stored" name what is in databases already. Exits with 1 if it finds any.
"""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
INSTEAD_OF = {
    r"moments?": "time, date and time",
    r"anew": "again",
    r"kept (page|copy|copies|calendar|feed)s?|pages? (are |is )?kept|keep pages": "cached page",
    r"told once|tells? once|told of": "LogOnce, logged, reported",
    r"mend(s|ed|ing)?": "fix",
    r"(is|are|was|were|goes|be) away": "unavailable, outage",
    r"whoever|somebody|nobody": "name the actor; any client, another process, no one",
    r"dear": "expensive",
    r"in hand": "in progress, locked",
    r"hold(s|ing)? on top": "pin until",
    r"in vain": "without results",
    r"showcase": "result list",
    r"shelf": "memory cache",
    r"keeper": "maintenance",
    r"patience": "timeout",
    r"unforgetful": "keep invalid input",
    r"put together": "compact",
    r"lead (to|nowhere) current": "activate, deactivate",
    r"usual headers": "default headers",
    r"work(s|ed)? off": "run pending",
    r"is well": "ok",
    r"is everybodys": "is same for everyone",
    r"(is|are|was|were|be|being) drawn|drawing of (a |the )?pages?": "rendered",
    r"found a hole": "found a vulnerability",
    r"little words": "stop words",
    r"(one|several|three) looks?": "check, query",
    r"make or": "render or stale",
    r"at it, or": "in progress",
}
PATTERNS = {re.compile(rf"\b({words})\b"): advice for words, advice in INSTEAD_OF.items()}
# Content, not description; and what tools wrote.
SKIPPED = re.compile(r"^(demo/.*\.(toml|json|vtt)|requirements.*|.*/migrations/.*|locale/.*)$")
CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def words_of(text: str) -> str:
    """The text in lower case, with the parts of each name as words."""
    return re.sub(r"[_\-.]", " ", CAMEL.sub(" ", text)).lower()


def findings(path: str):
    """`(line number, word, what to write)` for each word of the list; 0 is the path itself."""
    try:
        lines = [path, *(ROOT / path).read_text().splitlines()]
    except UnicodeDecodeError:
        return
    for number, line in enumerate(lines):
        if "# stored" in line:
            continue
        for pattern, advice in PATTERNS.items():
            for found in pattern.finditer(words_of(line)):
                yield number, found.group(), advice


def main():
    tracked = subprocess.check_output(["git", "ls-files"], cwd=ROOT, text=True).splitlines()
    own = str(Path(__file__).resolve().relative_to(ROOT))
    count = 0
    for path in tracked:
        if path == own or SKIPPED.match(path) or not (ROOT / path).is_file():
            continue
        for number, word, advice in findings(path):
            count += 1
            print(f"{path}:{number}: “{word}”: write “{advice}”")
    sys.exit(1 if count else 0)


if __name__ == "__main__":
    main()
