"""The house keeps its own rules: who may know whom, file sizes, the glossary, and what we never write.

Layers of imports are import-linter's (`make check`). Each rule here is a small function that lists what breaks it, and
is first shown something that does.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Model

ROOT = Path(__file__).resolve().parent.parent
# An app may point at apps of a smaller number, and at itself.
STOREY = {"accounts": 0, "documents": 1, "partnerships": 2, "screening": 3, "strategy": 3}
PYTHON_FOLDERS = (*STOREY, "config", "tests", "scripts")
MAX_LINES = 500
CATCH_ALLS = {"Exception", "BaseException"}
SIGNALS = {"django.dispatch", "django.db.models.signals", "django.core.signals", "django.contrib.auth.signals"}
GENERIC = {"GenericForeignKey", "GenericRelation"}


def our_models() -> list[type[Model]]:
    return [model for config in apps.get_app_configs() if config.label in STOREY for model in config.get_models()]


def python_files() -> list[Path]:
    found = [path for folder in PYTHON_FOLDERS for path in (ROOT / folder).rglob("*.py")]
    return sorted(path for path in found if "migrations" not in path.parts)


def template_files() -> list[Path]:
    suffixes = {".html", ".txt", ".xml", ".svg"}
    return sorted(path for path in (ROOT / "templates").rglob("*") if path.suffix in suffixes)


def points_upward(source: str, target: str) -> bool:
    """Whether a foreign key from one app to another breaks the order; apps on one storey do not know each other."""
    return source in STOREY and target in STOREY and source != target and STOREY[target] >= STOREY[source]


def code_terms(glossary: str) -> set[str]:
    """The code terms of a glossary: what stands in backticks in the second column."""
    rows = (line.split("|") for line in glossary.splitlines() if line.startswith("|"))
    return {row[2].strip().strip("`") for row in rows if len(row) > 2 and "`" in row[2]}


def snake_case(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def names_of(node: ast.expr | None) -> set[str]:
    """The plain names in an expression such as `Exception`, `(KeyError, Exception)` or `builtins.Exception`."""
    inside = ast.walk(node) if node else ()
    return {n.attr if isinstance(n, ast.Attribute) else n.id for n in inside if isinstance(n, ast.Attribute | ast.Name)}


def python_findings(code: str) -> Iterator[str]:
    """What we never write in Python, with its line: catch-alls, signals of our own, generic foreign keys."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.ExceptHandler):
            last = node.body[-1]
            cleans_up_only = isinstance(last, ast.Raise) and last.exc is None
            if (node.type is None or names_of(node.type) & CATCH_ALLS) and not cleans_up_only:
                yield f"{node.lineno}: catches everything"
        elif isinstance(node, ast.ImportFrom):
            names = {alias.name for alias in node.names}
            if node.module in SIGNALS or ((node.module or "").startswith("allauth.") and "signals" in str(node.module)):
                yield f"{node.lineno}: signals"
            if names & GENERIC:
                yield f"{node.lineno}: generic foreign key"
        elif isinstance(node, ast.Call) and names_of(node.func) & GENERIC:
            yield f"{node.lineno}: generic foreign key"
        elif isinstance(node, ast.FunctionDef) and any("receiver" in names_of(d) for d in node.decorator_list):
            yield f"{node.lineno}: signals"


INLINE = {
    "script": re.compile(r"<script(?![^>]*\ssrc=)[^>]*>", re.IGNORECASE),
    "handler": re.compile(r"<[a-z][^>]*\s(?:on[a-z]+|hx-on[:\w-]*)\s*=", re.IGNORECASE),
    "script address": re.compile(r"""=\s*["']?\s*javascript:""", re.IGNORECASE),
    "style": re.compile(r"<style[\s>]|<[a-z][^>]*\sstyle\s*=", re.IGNORECASE),
}


def inline_findings(markup: str, *, styles: bool = True) -> list[str]:
    """Inline script, handlers and (if `styles`) style in a template: the content security policy forbids them."""
    markup = re.sub(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}", "", markup, flags=re.DOTALL)
    # A comparison in a tag, {% if a > b %}, is no end of an element.
    markup = re.sub(r"{%.*?%}", lambda tag: tag[0].replace(">", " "), markup, flags=re.DOTALL)
    return [what for what, pattern in INLINE.items() if pattern.search(markup) and (styles or what != "style")]


def is_mail_or_pdf(path: Path) -> bool:
    """Mails and printed pages carry their style with them: no content security policy reaches them."""
    return not {"emails", "mails", "pdf"}.isdisjoint(path.relative_to(ROOT).parts)


def test_keys_in_attributes_are_not_written_with_thousands_separators() -> None:
    """An id of "plads-1.234" is found by no link; a document's key is a UUID."""
    key = re.compile(r"""=["'][^"'{}]*{{ (?!document\.)[\w.]+\.pk }}""")
    assert [str(path) for path in template_files() if key.search(path.read_text())] == []


@pytest.mark.parametrize(
    ("source", "target", "upward"),
    [
        ("partnerships", "accounts", False),
        ("partnerships", "partnerships", False),
        ("strategy", "partnerships", False),
        ("accounts", "post_office", False),
        ("accounts", "partnerships", True),
        ("documents", "partnerships", True),
        ("strategy", "screening", True),
        ("screening", "strategy", True),
    ],
)
def test_order_of_apps(source: str, target: str, upward: bool) -> None:
    assert points_upward(source, target) is upward


def test_foreign_keys_point_downward() -> None:
    keys = [
        (field.model._meta.label, field.name, field.related_model._meta.app_label)
        for model in our_models()
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and isinstance(field.related_model, type)
    ]
    assert {label.split(".")[0] for label, _, _ in keys} >= {"accounts", "documents", "partnerships"}
    assert [key for key in keys if points_upward(key[0].split(".")[0], key[2])] == []


def test_files_are_short_enough_to_read() -> None:
    sizes = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in python_files()}
    assert "partnerships/pricing.py" in sizes
    assert {name: size for name, size in sizes.items() if size > MAX_LINES} == {}


def test_glossary_is_read_by_its_second_column() -> None:
    assert code_terms("| plads | `seat_holding` | Plads | a `seat` |\n| a | b | c |\nno `row`") == {"seat_holding"}
    assert [snake_case(name) for name in ("SeatHolding", "EanNumber", "User")] == ["seat_holding", "ean_number", "user"]


def test_every_model_is_in_the_glossary() -> None:
    terms = code_terms((ROOT / "docs" / "glossary.md").read_text())
    models = [model.__name__ for model in our_models()]
    assert {"User", "Document", "Enrolment"} <= set(models)
    assert [name for name in models if snake_case(name) not in terms] == []


@pytest.mark.parametrize(
    ("code", "finding"),
    [
        ("try:\n    a()\nexcept Exception:\n    pass", "3: catches everything"),
        ("try:\n    a()\nexcept (KeyError, Exception) as e:\n    b(e)", "3: catches everything"),
        ("try:\n    a()\nexcept:\n    b()", "3: catches everything"),
        ("try:\n    a()\nexcept BaseException:\n    raise SystemExit(1)", "3: catches everything"),
        ("from django.db.models.signals import post_save", "1: signals"),
        ("from django.dispatch import receiver", "1: signals"),
        ("from allauth.account.signals import user_logged_in", "1: signals"),
        ("@receiver(x)\ndef f(**kwargs): ...", "2: signals"),
        ("from django.contrib.contenttypes.fields import GenericForeignKey", "1: generic foreign key"),
        ("class A(Model):\n    of = fields.GenericForeignKey()", "2: generic foreign key"),
    ],
)
def test_what_we_never_write_is_seen(code: str, finding: str) -> None:
    assert list(python_findings(code)) == [finding]


@pytest.mark.parametrize(
    "code",
    [
        "try:\n    a()\nexcept KeyError:\n    b()",
        "try:\n    a()\nexcept BaseException:\n    undo()\n    raise",
        "from celery.signals import setup_logging",
        "import signal",
    ],
)
def test_what_we_may_write_passes(code: str) -> None:
    assert list(python_findings(code)) == []


def test_no_catch_alls_signals_or_generic_keys() -> None:
    files = [path for path in python_files() if "tests" not in path.relative_to(ROOT).parts]
    assert [f"{path.relative_to(ROOT)}:{found}" for path in files for found in python_findings(path.read_text())] == []


@pytest.mark.parametrize(
    ("markup", "findings"),
    [
        ('<script src="/static/a.js" defer></script><p class="on">one = two</p>', []),
        ('<a href="/?on=1">{# <script> #}</a>{% comment %}<style>{% endcomment %}', []),
        ('<circle r="2" fill="none" stroke-width="1"/>', []),
        ("<script>alert()</script>", ["script"]),
        ('<script type="module" nonce="x">', ["script"]),
        ('<button class="a" onclick="b()">', ["handler"]),
        ("<body\n  onload=b()>", ["handler"]),
        ('<form hx-on:submit="b()">', ["handler"]),
        ('<p {% if a > b %}x{% endif %} style="color: red">', ["style"]),
        ("<style>p {}</style>", ["style"]),
        ('<a href="javascript:b()">', ["script address"]),
    ],
)
def test_inline_is_seen(markup: str, findings: list[str]) -> None:
    assert inline_findings(markup) == findings


def test_templates_have_nothing_inline() -> None:
    found = {
        str(path.relative_to(ROOT)): findings
        for path in template_files()
        if (findings := inline_findings(path.read_text(), styles=not is_mail_or_pdf(path)))
    }
    assert template_files() != []
    assert found == {}
