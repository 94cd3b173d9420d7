import pytest
from django.core.exceptions import ValidationError

from core.identifiers import (
    doi_url,
    normalize_doi,
    normalize_orcid,
    normalize_ror,
    orcid_check_digit,
    ror_check_digits,
    validate_doi,
    validate_orcid,
    validate_ror,
)


def test_orcid_check_digit_is_computed():
    assert orcid_check_digit("000000021825009") == "7"


def test_orcid_check_digit_ten_is_written_x():
    assert orcid_check_digit("000000021694233") == "X"


@pytest.mark.parametrize("value", ["0000-0002-1825-0097", "0000-0002-1694-233X"])
def test_correct_orcid_is_accepted(value):
    assert validate_orcid(value) is None


@pytest.mark.parametrize(
    "value",
    [
        "0000-0002-1825-0098",
        "0000-0002-1852-0097",
        "0000-0002-1825-009",
        "0000000218250097",
        "0000-0002-1694-233x",
        "",
    ],
)
def test_wrong_orcid_is_refused(value):
    with pytest.raises(ValidationError, match="not an ORCID iD"):
        validate_orcid(value)


def test_ror_check_digits_are_computed():
    assert ror_check_digits("00j9c2840") == "40"


def test_correct_ror_is_accepted():
    assert validate_ror("00j9c2840") is None


@pytest.mark.parametrize("value", ["00j9c2841", "00j9c284", "10j9c2840", "00i9c2840", ""])
def test_wrong_ror_is_refused(value):
    with pytest.raises(ValidationError, match="not a ROR id"):
        validate_ror(value)


@pytest.mark.parametrize("doi", ["10.1000/x²", "10.1000/ﬁ", "10.1000/①"])
def test_characters_that_only_look_alike_stay_in_a_doi(doi):
    assert normalize_doi(doi) == doi


SPELLINGS_OF_A_DOI = [
    "10.1038/NATURE20815",
    "10.1038%2Fnature20815",
    " https://doi.org/10.1038/nature20815 ",
    "http://dx.doi.org/10.1038/nature20815",
    "https://www.doi.org/10.1038/nature20815",
    "//doi.org/10.1038/nature20815",
    "doi.org/10.1038/nature20815",
    "dx.doi.org/10.1038/nature20815/",
    "https://doi.org/10.1038%2Fnature20815",
    "https://doi.org/10.1038/nature20815?utm_source=mail&utm_medium=x",
    "https://doi.org/10.1038/nature20815#abstract",
    "10.1038/nature20815?utm_source=mail",
    "doi:10.1038/nature20815",
    "DOI: 10.1038/nature20815",
    "DOI 10.1038/nature20815",
    "doi: https://doi.org/10.1038/nature20815",
    "https://doi.org/doi:10.1038/nature20815",
    "info:doi/10.1038/nature20815",
    "urn:doi:10.1038/nature20815",
    "https://hdl.handle.net/10.1038/nature20815",
    "https://doi-org.ezproxy.example.org/10.1038/nature20815",
    "https://dx-doi-org.ezproxy.example.org:2443/10.1038/nature20815",
    "https://doi.org.proxy.example.org/10.1038/nature20815",
    "https://login.proxy.example.org/login?url=https://doi.org/10.1038/nature20815",
    "https://login.proxy.example.org/login?qurl=https%3A%2F%2Fdoi.org%2F10.1038%252Fnature20815",
    "10.1038/nature20815.",
    "10.1038/nature20815,",
    "10.1038/nature20815;",
    "(doi:10.1038/nature20815).",
    "<https://doi.org/10.1038/nature20815>",
    "“10.1038/nature20815”",
    "10.1038/\u200bnature20815\u200b",
    "\ufeff10.1038/nature20815",
    "10.1038/na\xadture20815",
    "\xa010.1038/nature20815",
    "１０.1038/nature20815",
]


@pytest.mark.parametrize("pasted", SPELLINGS_OF_A_DOI)
def test_every_spelling_of_a_doi_is_stored_in_one_form(pasted):
    assert normalize_doi(pasted) == "10.1038/nature20815"


@pytest.mark.parametrize(
    "doi",
    [
        "10.1000/456#789",
        "10.1000/what?",
        "10.1016/s0140-6736(20)30183-5",
        "10.1002/(sici)1097-0142(19991101)86:9<1::aid-cncr1>3.0.co;2-u",
        "10.1000.10/123",
        "10.1000/æøå",
        "10.1000/a+b",
        "10.1000/doi/10.5",
        "",
    ],
)
def test_doi_in_its_stored_form_stays_as_it_is(doi):
    assert normalize_doi(doi) == doi


@pytest.mark.parametrize("hyphen", "\u2010\u2011\u2012\u2013\u2212")
def test_typographic_hyphen_in_a_doi_becomes_a_plain_one(hyphen):
    assert normalize_doi(f"10.1038/s41467{hyphen}021{hyphen}x") == "10.1038/s41467-021-x"


@pytest.mark.parametrize(
    ("doi", "url"),
    [
        ("10.1000/456#789", "https://doi.org/10.1000/456%23789"),
        ("10.1000/a?b", "https://doi.org/10.1000/a%3Fb"),
        ("10.1000/100%", "https://doi.org/10.1000/100%25"),
        ("10.1000/a b", "https://doi.org/10.1000/a%20b"),
        ('10.1000/a"<b>', "https://doi.org/10.1000/a%22%3Cb%3E"),
        ("10.1000/ø", "https://doi.org/10.1000/%C3%B8"),
        ("10.1016/s0140-6736(20)30183-5", "https://doi.org/10.1016/s0140-6736(20)30183-5"),
    ],
)
def test_characters_with_a_meaning_in_urls_are_encoded_in_the_link_of_a_doi(doi, url):
    assert doi_url(doi) == url
    assert normalize_doi(url) == doi


@pytest.mark.parametrize("value", ["10.1038/x", "10.1000.10/1", "10.1002/(sici)1097<1::aid>3.0"])
def test_correct_doi_is_accepted(value):
    assert validate_doi(value) is None


@pytest.mark.parametrize("value", ["nature20815", "10.1038", "10.1038/", "10.1038/a b", ""])
def test_wrong_doi_is_refused(value):
    with pytest.raises(ValidationError, match="not a DOI"):
        validate_doi(value)


@pytest.mark.parametrize(
    "pasted",
    [
        "https://orcid.org/0000-0002-1694-233X",
        "http://www.orcid.org/0000-0002-1694-233X/",
        "orcid.org/0000-0002-1694-233x",
        "https://orcid.org/0000-0002-1694-233X?lang=en",
        "ORCID iD: 0000-0002-1694-233X",
        "ORCID: https://orcid.org/0000-0002-1694-233X.",
        "0000-0002-1694-233x",
        "000000021694233X",
        "0000 0002 1694 233X",
        "0000\u20110002\u20101694\u2013233X",
        "\u200b0000-0002-1694-233X ",
    ],
)
def test_every_spelling_of_an_orcid_is_stored_in_one_form(pasted):
    assert normalize_orcid(pasted) == "0000-0002-1694-233X"


@pytest.mark.parametrize(
    "pasted",
    [
        "https://ror.org/00j9c2840",
        "ror.org/00j9c2840/",
        "https://www.ror.org/00J9C2840?x=1",
        "ROR: 00j9c2840",
        "00J9C2840",
        " 00j9c2840\u200b",
    ],
)
def test_every_spelling_of_a_ror_id_is_stored_in_one_form(pasted):
    assert normalize_ror(pasted) == "00j9c2840"


@pytest.mark.parametrize("normalize", [normalize_doi, normalize_orcid, normalize_ror])
def test_what_is_no_identifier_is_left_to_its_validator(normalize):
    assert normalize(" Nature 5 ") == "nature 5" if normalize is normalize_doi else "Nature 5"
    assert normalize(None) == ""
