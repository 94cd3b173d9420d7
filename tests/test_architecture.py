import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LAYERS = [
    {"icr_site"},
    {"demo"},
    {"home", "search"},
    {"news"},
    {"publications"},
    {"units"},
    {"people"},
    {"editorial"},
    {"users"},
    {"core"},
    {"navigation"},
    {"operations"},
    {"page_cache"},
]


def imported_apps(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module.split(".")[0]


@pytest.mark.parametrize(
    ("depth", "app"), [(depth, app) for depth, layer in enumerate(LAYERS) for app in sorted(layer)]
)
def test_imports_point_down(depth, app):
    forbidden = set().union(*LAYERS[: depth + 1]) - {app}  # what is above, and siblings
    for path in (ROOT / app).rglob("*.py"):
        assert not set(imported_apps(path)) & forbidden, path


def test_every_environment_variable_is_documented():
    documented = (ROOT / "docs" / "settings.md").read_text()
    for path in (ROOT / "icr_site" / "settings").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and "env" in ast.unparse(node.func) and node.args:
                name = (
                    ast.literal_eval(node.args[0]) if isinstance(node.args[0], ast.Constant) else ""
                )
                assert not name or name in documented, (
                    f"{name} of {path} is not in docs/settings.md"
                )


def test_styles_stay_under_30_kb():
    sheets = (ROOT / "icr_site" / "static" / "css").glob("*.css")
    assert sum(sheet.stat().st_size for sheet in sheets) < 30_000
