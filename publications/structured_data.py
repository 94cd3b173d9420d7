from core.markup import plain
from core.structured_data import thing

# By the terms of COAR; all else is an article.
KINDS = {"book part": "Chapter", "book": "Book", "doctoral thesis": "Thesis", "dataset": "Dataset"}


def works(metadata):
    """The publications of one page of the overview, in its order; None if there are none."""
    page = metadata.context["items"]
    places = enumerate(page, start=page.start_index())
    items = [thing("ListItem", position=place, item=work(each)) for place, each in places]
    return thing("ItemList", itemListElement=items) if items else None


def work(publication):
    container = "Book" if publication.publication_type == "book part" else "Periodical"
    journal = plain(publication.container_title)
    authors = publication.authorships.all()
    return thing(
        KINDS.get(publication.publication_type, "ScholarlyArticle"),
        name=str(publication),
        author=[thing("Person", name=author.name) for author in authors],
        datePublished=publication.date_published.isoformat(),
        isPartOf=journal and thing(container, name=journal),
        publisher=publication.publisher and thing("Organization", name=publication.publisher),
        license=publication.license,
        sameAs=publication.doi_url,
    )
