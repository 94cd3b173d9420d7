import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext, override

MESSAGES = Path(__file__).parents[2] / "bin" / "messages.py"


def messages(command, script=MESSAGES):
    return subprocess.run([sys.executable, script, command], capture_output=True, text=True)


def test_every_message_is_translated_and_none_is_left_over():
    assert messages("check").stdout == ""


@pytest.fixture
def project(tmp_path):
    """A project with one template, one module and the catalogue that `update` makes for them."""
    (tmp_path / "bin").mkdir()
    script = tmp_path / "bin" / "messages.py"
    script.write_text(MESSAGES.read_text())
    templates = tmp_path / "app" / "templates"
    templates.mkdir(parents=True)
    (templates / "page.html").write_text(
        '{% translate "Read \'more\'" %}{{ _("Filter") }}{% blocktranslate count n=n %}'
        "{{ n }} cell{% plural %}{{ n }} cells{% endblocktranslate %}"
    )
    (tmp_path / "app" / "models.py").write_text('title = pgettext_lazy("a name", "Title")\n')
    catalog = tmp_path / "locale" / "nb" / "LC_MESSAGES" / "django.po"
    catalog.parent.mkdir(parents=True)
    catalog.write_text('msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n')
    messages("update", script)
    return script, catalog


def test_messages_of_templates_and_modules_are_found(project):
    script, catalog = project
    text = catalog.read_text()
    for message in ("Read 'more'", "Filter", "%(n)s cell", "%(n)s cells", "a name", "Title"):
        assert f'"{message}"' in text
    assert messages("check", script).stdout.count("untranslated") == 4


def test_update_changes_nothing_a_second_time(project):
    script, catalog = project
    before = catalog.read_text()
    messages("update", script)
    assert catalog.read_text() == before


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ('msgid "Gone"\nmsgstr "Borte"\n', "obsolete: ('', 'Gone')"),
        ('#~ msgid "Gone"\n#~ msgstr "Borte"\n', "obsolete: Gone"),
        ('#, fuzzy\nmsgid "Gone"\nmsgstr "Borte"\n', "fuzzy: ('', 'Gone')"),
    ],
)
def test_what_is_wrong_in_the_catalogue_is_told(project, wrong, problem):
    script, catalog = project
    catalog.write_text(f"{catalog.read_text()}\n{wrong}")
    result = messages("check", script)
    assert problem in result.stdout
    assert result.returncode == 1


def test_message_that_the_catalogue_lacks_is_told(project):
    script, __ = project
    (script.parents[1] / "app" / "views.py").write_text('_("Something new")\n')
    assert "missing: ('', 'Something new')" in messages("check", script).stdout


def test_norwegian_words_and_plurals():
    with override("nb"):
        assert gettext("Units and subpages") == "Enheter og undersider"
        message = (
            "So many searches came from your network that we have to pause. "
            "Please try again in %(wait)s second."
        )
        plural = message.replace("second.", "seconds.")
        assert ngettext(message, plural, 1).endswith("%(wait)s sekund.")
        assert ngettext(message, plural, 2).endswith("%(wait)s sekunder.")


def test_norwegian_dates():
    with override("nb"):
        assert date_format(date(2026, 3, 1)) == "1. mars 2026"
        afternoon = datetime(2026, 3, 1, 15, 5, tzinfo=UTC)
        assert date_format(afternoon, "DATETIME_FORMAT") == "1. mars 2026 kl. 15.05"
        assert date_format(afternoon, "TIME_FORMAT") == "15.05"
