import pytest

from search.words import edits, fold, folded, parse, stem, tails


@pytest.mark.parametrize(
    ("word", "expected"),
    [("Kreft", "kreft"), ("Grønbæk", "gronbaek"), ("Åse", "ase"), ("Taskén", "tasken")],
)
def test_words_fold_as_addresses_do(word, expected):
    assert fold(word) == expected


def test_hyphens_part_words_and_soft_ones_do_not():
    assert folded("T-celle, COVID-19, kreft\xadforskning") == [
        "t",
        "celle",
        "covid",
        "19",
        "kreftforskning",
    ]


def test_composed_and_decomposed_letters_are_the_same():
    assert folded("re\u0301sume\u0301") == folded("résumé") == ["resume"]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("forskningen", "forskning"),
        ("cellene", "cell"),
        ("cells", "cell"),
        ("genes", "gene"),
        ("therapies", "therap"),
        ("cancer", "cancer"),
        ("oslo", "oslo"),
        ("gas", "gas"),
    ],
)
def test_stem_is_without_the_ending(word, expected):
    assert stem(word) == expected


def test_a_long_word_has_tails_and_a_short_one_has_none():
    assert "forskning" in tails("kreftforskning")
    assert tails("forsker") == []


def test_stop_words_count_only_if_there_are_no_others():
    assert "the" not in repr(parse("the cell"))
    assert "the" in repr(parse("the who"))


@pytest.mark.parametrize("text", ["", " ", '""', "?!", "\ud800", "* - %"])
def test_text_without_words_is_no_query(text):
    assert parse(text) is None


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("cell", "cell", 0),
        ("cell", "cel", 1),
        ("cell", "celll", 1),
        ("cell", "call", 1),
        ("cell", "clel", 1),
        ("thesis", "this", 2),
        ("", "cell", 4),
    ],
)
def test_edits_are_letters_wrong_missing_too_many_or_swapped(first, second, expected):
    assert edits(first, second, limit=9) == edits(second, first, limit=9) == expected


def test_edits_are_not_counted_beyond_the_limit():
    assert edits("thesis", "dinosaur", limit=2) == 3


@pytest.mark.parametrize("word", ["theses", "themes"])
def test_stem_is_not_the_beginning_of_a_stop_word(word):
    assert stem(word) in {"theses", "theme"}
