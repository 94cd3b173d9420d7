from pytest_django.asserts import assertContains


def test_robots_name_the_sitemap(client, db):
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assertContains(response, "Sitemap: ")


def test_sitemap_is_xml_that_search_engines_do_not_list(client, home):
    response = client.get("/sitemap.xml")
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    assert "noindex" in response["X-Robots-Tag"]
