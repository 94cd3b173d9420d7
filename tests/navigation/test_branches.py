from dataclasses import dataclass

import pytest

from navigation.branches import HiddenBranches
from navigation.visibility import PUBLISHED, RESTRICTED, WITHDRAWN


@dataclass
class Row:
    path: str
    is_above: bool = False
    live: bool = True
    source: str | None = None


@pytest.fixture
def branches():
    branches = HiddenBranches()
    branches.add(Row("00010001"), PUBLISHED)
    branches.add(Row("00010002", is_above=True), RESTRICTED)
    branches.add(Row("00010003", is_above=True, live=False), WITHDRAWN)
    branches.add(Row("00010004", source="00010001"), PUBLISHED)
    branches.add(Row("00010005"), RESTRICTED)
    return branches


@pytest.mark.parametrize(
    ("path", "is_hidden", "is_withdrawn", "is_public"),
    [
        ("00010001", False, False, True),
        ("000100020001", True, False, False),
        ("000100030001", True, True, False),
        ("00010004", False, False, False),  # an alias: only Wagtail can tell
        ("00010005", True, False, False),
    ],
)
def test_what_is_hidden_at_a_path(branches, path, is_hidden, is_withdrawn, is_public):
    assert branches.is_hidden(path) is is_hidden
    assert branches.is_withdrawn(path) is is_withdrawn
    assert branches.is_public(path) is is_public


def test_lists_receive_branches_only(branches):
    assert branches.paths == ("00010002", "00010003")


def test_nothing_is_hidden_in_an_empty_site():
    assert not HiddenBranches().is_hidden("0001")
    assert not HiddenBranches().is_below_last("0001")
