"""What each app may know: imports, templates, static files and names point down the layers."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps

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
APPS = sorted(set().union(*LAYERS))
# What templates of any app may ask of the site that they are used in.
SHELL = {"base.html", "includes/styles.html", "icon.svg"}
# A page type names the types that it stands above and below, which are often in another app.
PAGE_TREE_RULES = {"parent_page_types", "subpage_types"}

TAG = re.compile(r"\{%\s*(\w+)\s*(.*?)%\}", re.DOTALL)
QUOTED = re.compile(r"""["']([\w./:-]+)["']""")
EXPRESSION = re.compile(r"\{\{(.*?)\}\}|\{%(.*?)%\}", re.DOTALL)
ATTRIBUTE = re.compile(r"(?<=[\w\])])\.([A-Za-z_]\w*)")
TEXT = re.compile(r"""_?\(?"[^"]*"\)?|'[^']*'""")


def above(app):
    """The apps that an app may not know: those of the layers above, and its siblings."""
    depth = next(depth for depth, layer in enumerate(LAYERS) if app in layer)
    return set().union(*LAYERS[: depth + 1]) - {app}


def names_an_app(text, names):
    """The app that a template, model, module, URL or static file named by the text belongs to."""
    app = re.match(r"(\w+)[./:]\w", text)
    return app[1] if app and app[1] in names else None


def python_files(app):
    return (path for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts)


def templates(app):
    return [path for path in (ROOT / app).rglob("templates/**/*") if path.is_file()]


def test_each_app_has_a_layer():
    found = {path.parent.name for path in ROOT.glob("*/apps.py")}
    assert found == set(APPS), "Give the app its place in LAYERS."


def imported_apps(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module.split(".")[0]


@pytest.mark.parametrize("app", APPS)
def test_imports_point_down(app):
    for path in (ROOT / app).rglob("*.py"):
        assert not set(imported_apps(path)) & above(app), path


def strings(tree):
    """The string constants of a module, but for page-tree rules and docstrings."""
    if isinstance(tree, ast.Assign) and {ast.unparse(target) for target in tree.targets} & (
        PAGE_TREE_RULES
    ):
        return
    if isinstance(tree, ast.Expr) and isinstance(tree.value, ast.Constant):
        return
    if isinstance(tree, ast.Constant) and isinstance(tree.value, str):
        yield tree.value
    for child in ast.iter_child_nodes(tree):
        yield from strings(child)


@pytest.mark.parametrize("app", APPS)
def test_strings_name_nothing_above(app):
    """Neither a model ("news.NewsPage"), nor a module, template, URL or static file."""
    for path in python_files(app):
        named = strings(ast.parse(path.read_text()))
        upward = {text for text in named if names_an_app(text, above(app))}
        assert not upward, f"{path} names {upward} of a layer above: move it or declare it there."


@cache
def owners(pattern):
    """`{name in the folder: app}` of all files that match, such as templates."""
    found = {}
    for app in APPS:
        for path in (ROOT / app).glob(f"{pattern}/**/*"):
            name = str(path.relative_to(ROOT / app / pattern))
            found.setdefault(name, app)
    return found


def used_by(template):
    """The apps whose templates, tags, models, URLs or static files a template names."""
    for tag, arguments in TAG.findall(template.read_text()):
        if tag == "load":
            libraries = arguments.split()
            yield from (owners("templatetags").get(f"{name}.py") for name in libraries)
        for text in QUOTED.findall(arguments):
            if text not in SHELL:
                yield names_an_app(text, APPS)
                yield owners("templates").get(text) or owners("static").get(text)


@pytest.mark.parametrize("app", APPS)
def test_templates_point_down(app):
    for template in templates(app):
        upward = set(used_by(template)) & above(app)
        assert not upward, f"{template} uses {upward}, a layer above: declare it on the type."


@cache
def names_defined(app):
    """What the classes of an app's models define: fields, properties and methods."""
    names = set()
    for base in {base for model in apps.get_models() for base in model.__mro__}:
        if owner_of(base) == app:
            names |= {name for name in vars(base) if not name.startswith("_")}
    return names


def owner_of(model):
    """The app of a class; None if it is not ours."""
    app = model.__module__.split(".")[0]
    return app if app in APPS else None


@cache
def names_in_code(app):
    """What all other classes of an app define too, such as dataclasses."""
    names = set()
    for path in python_files(app):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ClassDef):
                names |= {name for child in node.body for name in names_bound(child)}
    return names


def names_bound(node):
    if isinstance(node, ast.FunctionDef):
        return [node.name]
    targets = getattr(node, "targets", [getattr(node, "target", None)])
    return [target.id for target in targets if isinstance(target, ast.Name)]


@cache
def ways_back(app):
    """The names by which models of an app reach those of layers above that relate to them."""
    return {
        field.get_accessor_name()
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.get_fields()
        if field.auto_created
        and not field.concrete
        and field.related_model._meta.app_label in above(app)
        and field.get_accessor_name()
        and field.field.model is not model
        and not issubclass(field.related_model, model)
    }


@pytest.mark.parametrize("app", APPS)
def test_templates_read_no_field_of_a_layer_above(app):
    below = set(APPS) - above(app)
    known = names_defined(None).union(*map(names_defined, below), *map(names_in_code, below))
    unknown = set().union(*map(names_defined, above(app))) - known | ways_back(app)
    for template in templates(app):
        expressions = ["".join(found) for found in EXPRESSION.findall(template.read_text())]
        read = {name for text in expressions for name in ATTRIBUTE.findall(TEXT.sub("", text))}
        assert not read & unknown, f"{template} reads {read & unknown}, which no layer below has."


@pytest.mark.parametrize("app", APPS)
def test_code_does_not_reach_up_through_relations(app):
    """As `unit.news` would, or `unit.news.model`: the model above says itself what is listed."""
    for path in python_files(app):
        tree = ast.parse(path.read_text())
        read = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        assert not read & ways_back(app), f"{path}: {read & ways_back(app)}"


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
