"""Titles as Crossref and PubMed deliver them."""

import pytest

from core.markup import html, normalize, plain

MATHML = (
    '<mml:math xmlns:mml="http://www.w3.org/1998/Math/MathML"><mml:msub>'
    "<mml:mi>O</mml:mi> <mml:mn>2</mml:mn></mml:msub></mml:math>"
)
ISOTOPE = "<mmultiscripts><mi>Lu</mi><mprescripts/><none/><mn>177</mn></mmultiscripts>-PSMA"
DELIVERED = [
    ("CO<sub>2</sub>", "CO<sub>2</sub>", "CO2"),
    ("<em>In vivo</em> <strong>x</strong>", "<i>In vivo</i> <b>x</b>", "In vivo x"),
    ("<jats:italic>TP53</jats:italic>", "<i>TP53</i>", "TP53"),
    ("T<sub>H</sub>17 10<sup>-3</sup>", "T<sub>H</sub>17 10<sup>-3</sup>", "TH17 10-3"),
    ('<i class="x">a</i>', "<i>a</i>", "a"),
    ("<scp>l</scp>-arginine<br/>in <u>mice</u>", "l-arginine<br>in mice", "l-arginine\nin mice"),
    ("M&uuml;ller &amp; S&#248;n &#xe5;", "Müller &amp; Søn å", "Müller & Søn å"),
    ("&lt;i&gt;Drosophila&lt;/i&gt;", "<i>Drosophila</i>", "Drosophila"),
    ("&amp;lt;i&amp;gt;Fly&amp;lt;/i&amp;gt;", "<i>Fly</i>", "Fly"),
    ("p < 0.05 & R&D, a<b and c>d", "p &lt; 0.05 &amp; R&amp;D, a&lt;b and c&gt;d", None),
    ("IL-2<IL-6", "IL-2&lt;IL-6", None),
    ("<i>open <b>crossed</i> tags</b>", "<i>open <b>crossed</b></i> tags", "open crossed tags"),
    ("never <b>closed", "never <b>closed</b>", "never closed"),
    ("empty <i></i><sub> </sub>tags", "empty tags", "empty tags"),
    (MATHML, "O<sub>2</sub>", "O2"),
    ("<msubsup><mi>x</mi><mn>1</mn><mn>2</mn></msubsup>", "x<sub>1</sub><sup>2</sup>", "x12"),
    ("<math><mfrac><mn>1</mn><mn>2</mn></mfrac></math>", "1/2", "1/2"),
    (ISOTOPE, "<sup>177</sup>Lu-PSMA", "177Lu-PSMA"),
    ("<math><mi>β</mi><annotation>\\beta</annotation></math>", "β", "β"),
    ("<math><msub></msub><mmultiscripts></mmultiscripts><mfrac/></math>x", "x", "x"),
]  # fmt: skip
ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<b onmouseover=alert(1)>x</b>",
    '<a href="javascript:alert(1)">x</a>',
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&amp;lt;img src=x onerror=alert(1)&amp;gt;",
    "<<b>script>alert(1)<</b>/script>",
    "<i/onclick=alert(1)>x",
    "<!--><script>alert(1)</script>-->",
    "<b><script>alert(1)</b>",
    "</i></div></main>",
    "<style>*{display:none}</style>",
    "<b\n" * 50,
]


@pytest.mark.parametrize(("delivered", "shown", "text"), DELIVERED)
def test_markup_of_a_title_is_shown_as_it_is_meant(delivered, shown, text):
    assert html(delivered).replace("\n", "<br>") == shown
    assert plain(delivered) == (delivered if text is None else text)
    assert normalize(normalize(delivered)) == normalize(delivered)


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_other_markup_passes(attack):
    left = html(attack)
    for tag in ("i", "b", "sub", "sup"):
        assert left.count(f"<{tag}>") == left.count(f"</{tag}>")
        left = left.replace(f"<{tag}>", "").replace(f"</{tag}>", "")
    assert "<" not in left
    assert normalize(normalize(attack)) == normalize(attack)


def test_paragraphs_of_an_abstract_stay_apart():
    abstract = (
        "<jats:title>Aim</jats:title><jats:p>One  two.</jats:p>\n <jats:p>CO<sub>2</sub></jats:p>"
    )
    assert normalize(abstract) == "Aim\n\nOne two.\n\nCO<sub>2</sub>"


def test_thousands_of_nested_tags_become_text():
    assert plain("<b>" * 5000 + "x") == "x"
