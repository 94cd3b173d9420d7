from publications.models import Authorship, Publication

from .library import read


def load(demo):
    for data in read("publications.toml")["publications"]:
        authors, units = data.pop("authors"), data.pop("units")
        publication = Publication(**data)
        publication.full_clean()
        publication.authorships = [
            Authorship(name=author["name"], person=demo.people.get(author["person"]))
            for author in authors
        ]
        publication.units = [demo.units[title] for title in units]
        publication.save()
        demo.publications[publication.doi] = publication
