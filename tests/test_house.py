"""The files around the code: what they promise each other."""

import os
import re
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

HOUSE = Path(__file__).parent.parent
SETTINGS = (HOUSE / "config" / "settings.py").read_text()
VARIABLE = r"[A-Z][A-Z_]+"


def read(name: str) -> str:
    return (HOUSE / name).read_text()


def tracked_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=HOUSE, capture_output=True, text=True, check=True).stdout
    return [HOUSE / name for name in listed.split("\0") if name and (HOUSE / name).is_file()]


def variables_of_settings() -> set[str]:
    return set(re.findall(rf'(?:env\.\w+|required)\(\s*"({VARIABLE})"', SETTINGS))


def test_the_guide_explains_every_setting_and_no_other() -> None:
    """An operator finds each variable in docs/drift.md, and none that does nothing."""
    table = read("docs/drift.md").partition("## Indstillinger")[2].partition("\n## ")[0]
    first_cells = [line.split("|")[1] for line in table.splitlines() if line.startswith("|")]
    explained = {name for cell in first_cells for name in re.findall(rf"`({VARIABLE})`", cell)}
    assert explained == variables_of_settings()


def test_compose_passes_every_variable_and_asks_for_what_it_cannot_know() -> None:
    """What an operator writes in `.env` reaches the containers; only paths stay the image's own."""
    compose = read("compose.yaml")
    required = set(re.findall(rf'required\("({VARIABLE})"', SETTINGS))
    given = dict(re.findall(rf"^    ({VARIABLE}): (.+)$", compose, flags=re.MULTILINE))
    assert set(given) ^ variables_of_settings() == {
        *("DEMO", "CELERY_BEAT_SCHEDULE", "MEDIA_ROOT", "NODE_MODULES", "STATIC_ROOT"),
        *("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"),  # read by the library that fills the bucket
    }
    assert {name for name, value in given.items() if not value.startswith(f"${{{name}:")} == set()
    assert {name for name in required if ":?" not in given[name]} == {"DATABASE_URL", "REDIS_URL"}
    assert {name for name in ("POSTGRES_PASSWORD", "REDIS_PASSWORD") if f"${{{name}:?" not in compose} == set()


def test_the_image_holds_every_app_of_ours() -> None:
    ours = {app.partition(".")[0] for app in settings.INSTALLED_APPS} & {path.name for path in HOUSE.iterdir()}
    copied = set(re.findall(r"^COPY (\w+) \1$", read("Dockerfile"), flags=re.MULTILINE))
    let_in = set(re.findall(r"^!([\w.-]+)$", read(".dockerignore"), flags=re.MULTILINE))
    assert ours | {"static", "templates"} == copied
    assert copied <= let_in


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "requirements-node.txt"])
def test_requirements_are_pinned_and_name_no_registry(name: str) -> None:
    lines = [line for line in read(name).splitlines() if line and not line.lstrip().startswith("#")]
    assert [line for line in lines if not re.match(r"[\w.-]+(\[[\w,-]+\])?==[\w.]+( ; .+)?$", line)] == []


def test_the_front_end_lock_names_no_registry() -> None:
    assert "://" not in read("package-lock.json")


def test_every_static_file_that_a_page_names_is_there() -> None:
    """In production a page that names another is a 500; the tests' own storage would not notice."""
    pages = "".join(path.read_text() for path in (HOUSE / "templates").rglob("*.html"))
    named = set(re.findall(r"{% static '([^']+)'", pages)) | set(re.findall(r'{% static "([^"]+)"', pages))
    assert len(named) == len(set(re.findall(r"{% static [^%]+%}", pages)))
    assert {name for name in named if finders.find(name) is None} == set()


def test_scripts_can_be_run_and_call_each_other_by_the_right_name() -> None:
    scripts = [HOUSE / ".ci" / "run", *sorted((HOUSE / "scripts").glob("*.sh"))]
    assert [path.name for path in scripts if not os.access(path, os.X_OK)] == []
    callers = [*scripts, HOUSE / "Makefile"]
    called = {name for path in callers for name in re.findall(r"\bscripts/[\w.]+", path.read_text())}
    assert {name for name in called if not (HOUSE / name).exists()} == set()


def test_every_command_of_the_readme_is_in_the_makefile() -> None:
    targets = set(re.findall(r"^(\w+):", read("Makefile"), flags=re.MULTILINE))
    told = set(re.findall(r"\bmake (\w+)", read("README.md") + read("docs/architecture.md") + read("docs/drift.md")))
    assert told <= targets


def test_links_between_the_documents_lead_somewhere() -> None:
    documents = [path for path in tracked_files() if path.suffix == ".md"]
    broken = [
        f"{path.relative_to(HOUSE)}: {target}"
        for path in documents
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", path.read_text())
        if not (path.parent / target).exists()
    ]
    assert broken == []


def test_mail_addresses_belong_to_nobody() -> None:
    """Only `.example` addresses, in code, tests, demo data and documents alike."""
    address = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-zA-Z]{2,}")
    found = {
        f"{path.relative_to(HOUSE)}: {match}"
        for path in tracked_files()
        if path.suffix in {".py", ".html", ".txt", ".md", ".csv", ".yaml", ".toml"}
        for match in address.findall(path.read_text(encoding="utf-8"))
        if not match.endswith(".example")
    }
    assert found == set()
