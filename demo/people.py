from anyascii import anyascii
from django.utils.text import slugify

from core.identifiers import orcid_check_digit
from people.models import PersonPage

BIOGRAPHY = (
    "<p><b>Example data.</b> The name is real; the contact details, the ORCID iD, the portrait and "
    "this text are made up for the demonstration site.</p>"
    "<p>{name} is an example of a member of staff. Here stands what someone works on and why, in a "
    "few paragraphs: education, research interests, teaching and awards.</p>"
    "<p>What a person is in which unit, and their news and publications, come by themselves.</p>"
)


def get_or_add(demo, name, job_title=""):
    """The page of the person with this name."""
    if name not in demo.people:
        given, __, family = name.rpartition(" ")
        page = PersonPage(
            given_name=given,
            family_name=family,
            job_title=job_title,
            listing_image=demo.library.portrait(),
            biography=BIOGRAPHY.format(name=name),
            orcid_id=example_orcid(len(demo.people) + 1),
            **demo.contact(slugify(anyascii(name)).replace("-", ".")),
        )
        demo.people[name] = demo.add(demo.pages["people"], page)
    return demo.people[name]


def example_orcid(number):
    """An iD with a valid check digit from a range that ORCID does not assign."""
    digits = f"{number:015}"
    digits += orcid_check_digit(digits)
    return "-".join(digits[start : start + 4] for start in range(0, 16, 4))
