import pytest
from django.core.exceptions import ValidationError

from core.identifiers import (
    bare,
    normalize_doi,
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


@pytest.mark.parametrize(
    "pasted",
    [
        "10.1038/NATURE20815",
        " https://doi.org/10.1038/nature20815 ",
        "http://dx.doi.org/10.1038/nature20815",
        "doi:10.1038/nature20815",
        "DOI: 10.1038/nature20815",
    ],
)
def test_doi_is_reduced_to_its_bare_lower_case_form(pasted):
    assert normalize_doi(pasted) == "10.1038/nature20815"


@pytest.mark.parametrize("value", ["10.1038/nature20815", "10.1002/(sici)1097-0142<1::aid>3.0"])
def test_correct_doi_is_accepted(value):
    assert validate_doi(value) is None


@pytest.mark.parametrize("value", ["nature20815", "10.1038", "10.1038/", "10.1038/a b", ""])
def test_wrong_doi_is_refused(value):
    with pytest.raises(ValidationError, match="not a DOI"):
        validate_doi(value)


def test_addresses_of_orcid_and_ror_are_taken_off():
    assert bare("https://orcid.org/0000-0002-1825-0097") == "0000-0002-1825-0097"
    assert bare("https://ror.org/00j9c2840") == "00j9c2840"
    assert bare(None) == ""
