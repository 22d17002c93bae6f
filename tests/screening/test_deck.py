"""The report as slides: native charts, real placeholders, every sentence, and a file that is always the same."""

from __future__ import annotations

import copy
import io
import re
import zipfile

import openpyxl
import pytest
from pptx import Presentation
from pptx.enum.chart import XL_CHART_TYPE

from screening import deck
from screening.deck import fit, package
from tests.factories import snapshots
from tests.screening.decks import (
    DECORATIVE,
    HASH,
    LENGTHS,
    chart_frames,
    content,
    made_of,
    no_report,
    slides,
    slides_of,
    text_on,
    titles,
    words_of,
)

# ---------------------------------------------------------------- what is said


def test_the_slides_of_a_normal_report_come_in_this_order() -> None:
    assert titles(slides("normal")) == [
        "Screening på de syv greb",
        "Samlet vurdering",
        "Højest niveau på ambition og retning, lavest på tre greb",
        *[lever["title"] for lever in snapshots.normal()["levers"]],
        "Størst potentiale: tildelingsmodel og tilbudsvifte",
        "Anbefalinger",
        "Metode og kilder",
        "Næste skridt",
    ]


def test_a_short_report_has_the_same_slides_and_says_what_is_missing() -> None:
    found = slides("short")
    assert len(found) == 14
    fourth = " ".join(text_on(found[6]))
    for words in (
        "Niveauet er ikke vurderet.",
        "Konsulenterne har ikke vurderet niveauet",
        "Ingen svar fra en workshop",
        "Der er ikke noteret styrker.",
        "Der er ikke noteret udfordringer.",
        "Der er ingen anbefaling på dette greb.",
        "Potentiale ikke vurderet",
    ):
        assert words in fourth
    assert "Ikke vurderet" in " ".join(text_on(found[1]))
    assert "Der er ikke svar fra en workshop." in " ".join(text_on(found[2]))
    assert "Ikke vurderet: greb 4 Tilbudsvifte." in " ".join(text_on(found[2]))


def test_a_report_with_nothing_in_it_is_still_a_deck() -> None:
    bare = snapshots.short()
    for lever in bare["levers"]:
        lever |= {
            "level": None,
            "level_name": "",
            "reasons": "",
            "strengths": [],
            "challenges": [],
            "recommendations": [],
        }
        lever |= {"potential": None, "feasibility": None}
    bare |= {"overall": [], "sources": [], "consultants": [], "notice": "", "programme": ""}
    found = slides_of(deck.render(bare, no_report))
    assert titles(found)[2] == "Billedet af de syv greb"
    assert "Konsulenterne har ikke vurderet potentiale og gennemførlighed." in " ".join(text_on(found[10]))
    assert "Der er ingen anbefalinger endnu." in " ".join(text_on(found[11]))
    assert "Næste skridt aftales, når I har set billedet." in " ".join(text_on(found[-1]))


@pytest.mark.parametrize("length", LENGTHS)
def test_every_sentence_of_the_report_is_on_a_slide_or_in_its_notes(length: str) -> None:
    said = words_of(" ".join(text for slide in slides(length) for text in text_on(slide)))
    whole = list(snapshots.sentences(getattr(snapshots, length)()))
    assert len(whole) > {"short": 20, "normal": 100, "overlong": 300}[length]
    parts = [part for text in whole for part in fit.SENTENCE.split(text) if part]
    assert [part for part in parts if words_of(part) not in said] == []


def test_the_overlong_findings_are_on_the_slides_themselves_and_not_only_in_notes() -> None:
    shown = words_of(
        " ".join(
            paragraph.text
            for slide in slides("overlong")
            for shape in slide.shapes
            if shape.has_text_frame
            for paragraph in shape.text_frame.paragraphs
        )
    )
    for lever in snapshots.overlong()["levers"]:
        for item in (*lever["strengths"], *lever["challenges"]):
            assert [part for part in fit.SENTENCE.split(item["text"]) if words_of(part) not in shown] == []


def test_what_does_not_fit_is_continued_under_the_same_title() -> None:
    found = titles(slides("overlong"))
    first = found.index("Visitationsprocessen")
    assert found[first + 1] == "Visitationsprocessen (fortsat)"
    assert "Fortsættes på næste slide." in " ".join(text_on(slides("overlong")[first]))
    assert slides("overlong")[first + 1].notes_slide.notes_text_frame.text.startswith("Fortsat fra forrige slide.")
    assert not any("(fortsat)" in title for title in titles(slides("normal")))


def test_one_overlong_lever_gives_further_slides_for_that_lever_only() -> None:
    rows = snapshots.normal()["levers"]
    rows[3]["challenges"] *= 4
    found = titles(made_of(levers=rows))
    assert [title for title in found if "(fortsat)" in title] == ["Nuanceret tilbudsvifte inkl. mellemformer (fortsat)"]
    assert len(found) == 15


def test_every_slide_has_notes() -> None:
    for length in LENGTHS:
        assert all(len(slide.notes_slide.notes_text_frame.text) > 30 for slide in slides(length))


def test_quotes_and_the_workshops_answers_are_in_the_notes() -> None:
    notes = slides("normal")[4].notes_slide.notes_text_frame.text
    assert "Citat, D5 s. 14: »Det giver ro til at planlægge sammen.«" in notes
    assert "Workshop: 18 svar, gennemsnit 3,1" in notes
    assert "4 på niveau 2, 8 på niveau 3, 6 på niveau 4." in notes


def test_a_later_version_says_what_changed() -> None:
    changes = ["Greb 3: niveauet er rettet fra 3 til 2.", "Greb 5 har fået en anbefaling."]
    found = made_of(version="2", changes=changes)
    assert titles(found)[3] == "Ændret siden sidst: version 2"
    assert set(changes) <= set(text_on(found[3]))
    compared = made_of(changes=changes, previous={"date": "3. marts 2026", "levels": {"1": 3, "2": 4, "3": 2}})[3]
    table = next(shape.table for shape in compared.shapes if getattr(shape, "has_table", False) and shape.has_table)
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[:5] == [
        ["Greb", "Sidst", "Nu", "Forskel"],
        ["1 Ambition og retning", "3", "4", "+1"],
        ["2 Inklusionspraksis", "4", "3", "−1"],
        ["3 Aktiv brug af data", "2", "2", "0"],
        ["4 Tilbudsvifte", "–", "2", "–"],
    ]
    again = made_of(previous={"date": "3. marts 2026", "levels": {"1": 3, "2": 4, "3": 2}})[3]
    assert again.shapes.title.text == "Siden sidste screening"
    moved = {
        "Højere niveau: greb 1 Ambition og retning.",
        "Lavere niveau: greb 2 Inklusionspraksis.",
        "Samme niveau: 1 greb.",
    }
    assert moved <= set(text_on(again))


def test_the_kind_of_copy_is_said_on_the_front_page_and_in_every_footer() -> None:
    front, *rest = slides("short")
    assert "Kladde til kollegalæsning" in " ".join(text_on(front))
    assert all("Kladde til kollegalæsning" in " ".join(text_on(slide)) for slide in rest)


def test_recommendations_are_split_in_adjust_and_investigate_with_most_to_win_first() -> None:
    page = slides("normal")[11]
    spots = {spot.name: spot.text_frame for spot in page.placeholders}
    assert (spots["Overskrift 1"].text, spots["Overskrift 2"].text) == ("Justér praksis", "Undersøg nærmere")
    assert [text.text for text in spots["Spalte 2"].paragraphs[::3]] == [
        "6\tRegn på to andre modeller",
        "4\tTegn hele tilbudsviften",
        "7\tSe tilbage på ti forløb",
    ]


def test_progress_is_told_slide_by_slide_and_only_rises() -> None:
    told: list[tuple[int, str]] = []
    deck.render(snapshots.normal(), lambda percent, words: told.append((percent, words)))
    assert [percent for percent, _ in told] == sorted(percent for percent, _ in told)
    assert told[0] == (5, "Måler teksten op.")
    assert told[5][1] == "Slide 5 af 14."
    assert told[-1] == (95, "Gemmer filen.")


# ---------------------------------------------------------------- charts, pictures and tables


def test_the_picture_is_two_native_charts_with_the_workshop_beside_the_consultants() -> None:
    rows = snapshots.normal()["levers"]
    frames = chart_frames(slides("normal"))
    assert [frame.chart.chart_type for frame in frames] == [XL_CHART_TYPE.RADAR_MARKERS, XL_CHART_TYPE.BAR_CLUSTERED]
    for frame in frames:
        plot = frame.chart.plots[0]
        assert list(plot.categories) == [f"{lever['number']} {lever['short']}" for lever in rows]
        assert {series.name: list(series.values) for series in plot.series} == {
            "Konsulenter": [lever["level"] for lever in rows],
            "Workshop, gennemsnit": [lever["workshop"]["mean"] for lever in rows],
        }
        book = openpyxl.load_workbook(io.BytesIO(frame.chart.part.chart_workbook.xlsx_part.blob))
        assert [cell.value for cell in book.active["B"]] == ["Konsulenter", *[lever["level"] for lever in rows]]


def test_a_lever_without_a_level_is_a_gap_and_no_workshop_is_no_series() -> None:
    for frame in chart_frames(slides("short")):
        (series,) = frame.chart.plots[0].series
        assert list(series.values) == [3, 2, 2, None, 3, 1, 3]


@pytest.mark.parametrize("length", LENGTHS)
def test_everything_seen_has_words_or_is_marked_as_ornament(length: str) -> None:
    silent = []
    for slide in slides(length):
        for shape in slide.shapes:
            properties = shape._element.xpath(".//p:cNvPr")[0]
            ornament = next(properties.iter(DECORATIVE), None) is not None
            described = len(properties.get("descr", "")) > 20
            read = shape.has_text_frame and bool(shape.text_frame.text.strip())
            needs_words = shape.shape_type == 6 or not shape.has_text_frame
            if not (described if needs_words else ornament or read):
                silent.append((slide.shapes.title.text, shape.name))
    assert silent == []


def test_charts_say_their_numbers_in_words() -> None:
    for frame in chart_frames(slides("normal")):
        words = frame._element.xpath(".//p:cNvPr")[0].get("descr")
        assert "6 Tildelingsmodel: konsulenter 2, workshop 3,6" in words


# ---------------------------------------------------------------- the file


@pytest.mark.parametrize("length", LENGTHS)
def test_titles_footers_and_numbers_are_real_placeholders_and_none_is_empty(length: str) -> None:
    front, *rest = slides(length)
    assert front.shapes.title.is_placeholder
    for slide in rest:
        kinds = [spot._element.ph.get("type") for spot in slide.placeholders]
        assert slide.shapes.title.text_frame.text.strip()
        assert kinds.count("ftr") == kinds.count("sldNum") == 1
        number = next(spot for spot in slide.placeholders if spot._element.ph.get("type") == "sldNum")
        assert number._element.xpath(".//a:fld/@type") == ["slidenum"]
        first, last = next(iter(slide.shapes)), list(slide.shapes)[-1]
        assert last._element is number._element
        assert first.is_placeholder or next(first._element.iter(DECORATIVE), None) is not None
    for slide in (front, *rest):
        empty = [s.name for s in slide.placeholders if s.has_text_frame and not s.text_frame.text.strip()]
        assert empty == []
        ids = slide.shapes._spTree.xpath(".//p:cNvPr/@id")
        assert len(ids) == len(set(ids))


@pytest.mark.parametrize("length", LENGTHS)
def test_only_our_own_layouts_that_are_used_are_left(length: str) -> None:
    presentation = Presentation(io.BytesIO(content(length)))
    names = [layout.name for layout in presentation.slide_layouts]
    assert sorted(names) == sorted({slide.slide_layout.name for slide in presentation.slides})
    assert "Greb" in names
    with zipfile.ZipFile(io.BytesIO(content(length))) as archive:
        files = archive.namelist()
    assert len([name for name in files if re.fullmatch(r"ppt/slideLayouts/\w+\.xml", name)]) == len(names)
    assert not [name for name in files if "thumbnail" in name or "printerSettings" in name]


@pytest.mark.parametrize("length", LENGTHS)
def test_all_text_is_danish(length: str) -> None:
    with zipfile.ZipFile(io.BytesIO(content(length))) as archive:
        for name in archive.namelist():
            if re.match(r"ppt/(slides|notesSlides|slideLayouts|charts)/\w+\.xml", name):
                xml = archive.read(name).decode()
                assert set(re.findall(r' lang="([^"]+)"', xml)) <= {"da-DK"}, name
                runs = len(re.findall(r"<a:r>", xml))
                assert runs == len(re.findall(r'<a:r><a:rPr lang="da-DK"', xml)), name


def test_a_pc_without_our_type_is_told_which_kind_to_take() -> None:
    with zipfile.ZipFile(io.BytesIO(content("normal"))) as archive:
        theme = archive.read("ppt/theme/theme1.xml").decode()
        every = b"".join(archive.read(name) for name in archive.namelist() if name.startswith("ppt/slides/"))
    assert theme.count('<a:latin typeface="IBM Plex Sans" panose="020B0503050203000203" pitchFamily="34"') == 2
    assert b"Plex" not in every  # slides follow the theme, so another theme's type takes over at once


def test_the_same_snapshot_gives_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    again = deck.render(copy.deepcopy(snapshots.normal()), no_report, hash=HASH)
    assert again == content("normal")
    core = Presentation(io.BytesIO(again)).core_properties
    assert (core.title, core.language) == ("Screening på de syv greb: Stevns Kommune, skoleområdet", "da-DK")
    assert core.created.isoformat()[:10] == core.modified.isoformat()[:10] == "2027-03-12"
    with zipfile.ZipFile(io.BytesIO(again)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2027, 3, 12, 12, 0, 0)}


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("12. marts 2027", "2027-03-12"),
        ("1. Maj 2028", "2028-05-01"),
        ("31. februar 2027", "2020-01-01"),
        ("", "2020-01-01"),
    ],
)
def test_the_files_date_is_the_reports(words: str, day: str) -> None:
    assert package.dated(words).date().isoformat() == day


def test_odd_characters_and_markup_are_text() -> None:
    rows = snapshots.normal()["levers"]
    rows[0]["strengths"][0]["text"] = "Første linje\n\tanden <b>linje</b> & \x0bslut\x01."
    found = made_of(levers=rows, municipality="Bræk & Søn <Kommune>")
    assert any("Første linje anden <b>linje</b> & slut." in text for text in text_on(found[3]))
    assert any("Bræk & Søn <Kommune>" in text for text in text_on(found[3]))
