from home.models import ContentPage
from navigation import snapshot
from navigation.caching import public_paths
from navigation.visibility import find_hidden_paths, hidden_paths
from tests.factories.pages import add


def test_page_hidden_since_the_request_began_is_not_public(home):
    parent = add(home, ContentPage, title="Parent")
    child = add(parent, ContentPage, title="Child")
    with snapshot.taken(find_hidden_paths):
        assert hidden_paths() == []
        assert public_paths([parent.url, child.url]) == {parent.url, child.url}
        ContentPage.objects.filter(pk=parent.pk).update(live=False)
        assert public_paths([parent.url, child.url]) == set()
