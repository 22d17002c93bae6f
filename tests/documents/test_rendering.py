"""HTML to PDF: the portal's own files only, and letters that survive."""

import io

import pytest
from pypdf import PdfReader
from weasyprint.urls import URLFetchingError

from documents import rendering


@pytest.mark.parametrize(
    "url",
    [
        "https://fremmed.example/font.ttf",
        "http://127.0.0.1/",
        "file:///etc/passwd",
        "portal:///css/../../manage.py",
        "portal:///css/..%2F..%2Fmanage.py",
        "portal:///fonts//etc/passwd",
        "portal:///settings/secret",
        "data:text/css,body{}",
    ],
)
def test_nothing_but_the_portals_own_files(url: str) -> None:
    with pytest.raises((ValueError, OSError, URLFetchingError)):
        rendering.OwnFiles().fetch(url)


def test_own_styles_and_type_are_found() -> None:
    assert rendering.OwnFiles().fetch("portal:///css/document.css").content_type == "text/css"
    assert rendering.OwnFiles().fetch("portal:///fonts/IBMPlexSans-Regular.ttf").read(4) == b"\x00\x01\x00\x00"


def test_a_missing_font_or_picture_does_not_stop_a_document() -> None:
    html = """<!doctype html><html lang="da"><head><title>Prøve</title><style>
    @font-face { font-family: Væk; src: url("portal:///fonts/findes-ikke.ttf"); }
    body { font-family: Væk, sans-serif; }
    </style></head><body><h1>Blåbærgrød på øen</h1>
    <img src="https://fremmed.example/a.png" alt="Billede"></body></html>"""
    reader = PdfReader(io.BytesIO(rendering.to_pdf(html)))
    assert "Blåbærgrød på øen" in reader.pages[0].extract_text()
    assert reader.trailer["/Root"]["/Lang"] == "da"


def test_progress_is_told_along_the_way() -> None:
    told: list[int] = []
    snapshot = {"lines": [], "seats": [], "contacts": [], "next": [], "invoicing": [], "commitments": []}
    rendering.render_pdf("documents/receipt.html", {"receipt": snapshot}, lambda percent, _: told.append(percent))
    assert told == [15, 40, 95]


def test_a_very_long_receipt_loses_nothing() -> None:
    commitments = [f"Forpligtelse nummer {number:03d} om børn, ånd og øvelse." for number in range(150)]
    contacts = [{"about": "Skole", "name": f"Kontakt {number:02d}", "email": "a@kl.example"} for number in range(60)]
    snapshot = {
        "municipality": "Stevns Kommune",
        "commitments": commitments,
        "contacts": contacts,
        "terms": {"version": 1, "text": "\n".join(f"Vilkår {number:03d}" for number in range(200))},
    }
    content = rendering.render_pdf("documents/receipt.html", {"receipt": snapshot}, lambda *_: None)
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())
    wanted = [*commitments, *(contact["name"] for contact in contacts), *(f"Vilkår {n:03d}" for n in range(200))]
    assert [words for words in wanted if words not in text] == []
