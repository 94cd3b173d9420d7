import pytest

from core.sorting import nordic_key


def test_ae_oe_aa_follow_z_in_this_order():
    assert sorted(["Ås", "Øst", "Zorn", "Ærø", "Arne"], key=nordic_key) == [
        "Arne",
        "Zorn",
        "Ærø",
        "Øst",
        "Ås",
    ]


def test_case_does_not_count():
    assert nordic_key("ØSTBY") == nordic_key("østby")


@pytest.mark.parametrize(("foreign", "norwegian"), [("ä", "æ"), ("ö", "ø"), ("Aa", "Å")])
def test_foreign_letters_sort_as_the_norwegian_ones(foreign, norwegian):
    assert nordic_key(foreign) == nordic_key(norwegian)
