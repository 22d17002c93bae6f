"""Find what reads as a child's name in free text about children (sandsynlige navne på børn).

No list of names tells a child from a grown-up, so both the name and the words around it count. A name stops the text

- when the words around it are about a child: "eleven Karla", "Jens på 8 år", "Amirs mor", "Noah (3. b)", whatever
  the name is;
- when it is one that nearly only children bear, "Noah", unless the words around it say that it is a grown-up
  ("pædagog Noah", "Noah Krog, PPR"), a place or a method ("Almas Have", "Alma-metoden").

Where a text is a child's own words, or says whose they are, every known name stops it, also in small letters; only a
word like "Storm" may begin a sentence there (`find_names_of_those_who_speak`).

Pure, and linear in the text. A name that is missed is the writer's own; a word that is wrongly stopped can be written
as a role instead.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path

FILE = Path(__file__).parent / "data" / "child_names.json"
_NAME = r"[A-ZÆØÅÉ][a-zæøåéèüöäíóáçñ]{1,19}(?:-[A-ZÆØÅ][a-zæøå]{1,19})?"
_SURNAME = rf"(?: (?:(?:(?:von|van|de|el|al) )?{_NAME}|[A-ZÆØÅ]\b\.?)){{0,3}}"

# A child, in the singular and with a name after it.
_CHILD = (
    r"(?:barnet|drengen|pigen|eleven|dreng|pige|elev|søn|sønnen|datter|datteren|lillebror|storebror|lillesøster|"
    r"storesøster|tvillingen|plejebarnet)"
)
_CALLED = r"(?:(?:,)? (?:som |der )?(?:hedder|kaldes|ved navn|vi kalder|kaldet))?"
_BEFORE = re.compile(rf"(?<!\w){_CHILD}{_CALLED},? [“\"'»]?(?P<name>{_NAME}){_SURNAME}", re.IGNORECASE)
_AGE = r"(?:\d{1,2}(?:,5|½)?[ -]?år(?:ige|ig|s)?\b|\d{1,2} år\b)"
_GROUP = (
    r"(?:\d{1,2}(?:\. ?|)[a-hj-zA-HJ-Z]\b|\d{1,2}\. ?(?:klasse|årgang)|"
    r"børnehaveklassen|vuggestuen|børnehaven|stuen\b)"
)
_AFTER = re.compile(
    rf"\b(?P<name>{_NAME}){_SURNAME}"
    rf"(?:,? (?:på |er |som er |der er )?{_AGE}| ?\((?:{_AGE}|\d{{1,2}}|{_GROUP})"
    rf"|,? ?(?:(?:som |der )?(?:fra|i|på|går i|går på) )?{_GROUP})"
)
_FAMILY = (
    r"(?:mor|far|mors|fars|forældre|forældrene|søskende|lillebror|storebror|lillesøster|storesøster|plejefamilie|"
    r"bedsteforældre|diagnose|skema|trivsel|klassekammerater|venner|støttepædagog)"
)
_OWNER = re.compile(rf"\b(?P<name>{_NAME}?)(?:s|'s|’s|'|’) {_FAMILY}\b")

_WORD = re.compile(rf"(?<![\w“\"»-])(?P<name>{_NAME})(?P<rest>{_SURNAME})(?!\w)")
_TOKEN = re.compile(_NAME)
_ANY_WORD = re.compile(r"(?<![\w-])[A-Za-zÆØÅÉæøåéèüöäíóáçñ]{2,20}(?:-[A-ZÆØÅ][a-zæøå]{1,19})?(?!\w)")
_MORE_OF_THE_SENTENCE = re.compile(r"\A [a-zæøå]")
_COMPOUND = re.compile(r"\A(?:-[a-zæøåA-ZÆØÅ]|[.@]\w)")
# A grown-up's role, before or after the name.
_ROLE = (
    r"(?:lærer\w*|pædagog\w*|leder\w*|\w*leder|\w*vejleder\w*|\w*konsulent\w*|\w*psykolog\w*|\w*koordinator\w*|rektor|"
    r"inspektør\w*|medhjælper\w*|dagplejer\w*|forfatter\w*|forsker\w*|professor|sundhedsplejerske\w*|socialrådgiver\w*|"
    r"ergoterapeut\w*|fysioterapeut\w*|tovholder\w*|formand\w*|borgmester\w*|PPR|AKT|SFO|kollega\w*|kontaktperson\w*|"
    r"assistent\w*|sekretær\w*|projektleder\w*|ph\.d\.|cand\.\w*)"
)
_ROLE_BEFORE = re.compile(
    rf"(?:\b{_ROLE},?:? (?:[“\"»])?|\b(?:Sankt|Sct\.|Skt\.|Dronning|Kong|Prins|Prinsesse) )\Z", re.IGNORECASE
)
_ROLE_AFTER = re.compile(
    rf"\A(?:s)?(?:,| \(| –| er| fra| som| og {_NAME}(?:,| fra| er))? ?"
    rf"(?:(?:vores|klassens|skolens|stuens|en|den) )?{_ROLE}",
    re.IGNORECASE,
)
_PLACE_AFTER = re.compile(
    r"\A(?:s)? (?:Skole|Skolen|Have|Hus|Børnehus|Børnehave|Børnehaven|Vej|Vejs|Plads|Allé|Alle|Gade|Kirke|Centeret|"
    r"Fonden|Fond|Klubben|SFO|Prisen|Metoden|metoden|modellen|programmet|projektet)\b"
)


@dataclass(frozen=True)
class NameHit:
    """A place in a text that reads as a child's name: `text` is what stands from `start` to `end`."""

    start: int
    end: int
    text: str


@cache
def _data() -> dict[str, frozenset[str]]:
    data = json.loads(FILE.read_text(encoding="utf-8"))
    return {key: frozenset(data[key]) for key in ("names", "only_with_a_child", "ordinary_words")}


@cache
def _known() -> tuple[frozenset[str], frozenset[str]]:
    """Names nearly only children bear, and names that count only together with words about a child."""
    data = _data()
    return data["names"] - data["only_with_a_child"], data["names"] | data["only_with_a_child"]


# Words with a capital letter that are no names, though they may stand where a name would.
_NO_NAMES = frozenset(
    "Vi De Den Det Der Da Når Hvis Som Så Og Men En Et Alle Hver Her Nu Efter Før Fra Med Uden I På Til Om Han Hun "
    "Dansk Matematik Engelsk Idræt Natur Musik Skolen Klassen Børnene Eleverne Forældre Elever PPR SFO AKT".split()
)


def find_child_names(text: str) -> list[NameHit]:
    """All likely names of children in the text, from the left, each place once."""
    return _in_order(_with_a_child(text), _alone(text))


def find_names_of_those_who_speak(text: str) -> list[NameHit]:
    """All names in a text that is a child's words or says whose they are, from the left, each place once."""
    return _in_order(_with_a_child(text), _alone(text), _any(text))


def _in_order(*hits: Iterator[NameHit]) -> list[NameHit]:
    found: dict[int, NameHit] = {}
    for hit in chain(*hits):
        found.setdefault(hit.start, hit)
    return [found[start] for start in sorted(found)]


def _with_a_child(text: str) -> Iterator[NameHit]:
    """Names the words around say are a child's."""
    _, known = _known()
    for pattern in (_BEFORE, _AFTER, _OWNER):
        for match in pattern.finditer(text):
            name = match["name"]
            if not name[0].isupper() or name in _NO_NAMES:
                continue
            # After "eleven" any name will do; before an age or a parent's role the word must be known as one.
            if pattern is _BEFORE or name in known or name.partition("-")[0] in known:
                yield NameHit(match.start("name"), match.end("name"), name)


def _alone(text: str) -> Iterator[NameHit]:
    """Names nearly only children bear, where nothing says that it is a grown-up, a place or a method."""
    sure, _ = _known()
    for match in _WORD.finditer(text):
        start, end = _span(text, match, sure)
        if _plain(text[start:end], sure) is None or _is_no_child(text, start, end):
            continue
        if not _ROLE_AFTER.match(text[match.end() : match.end() + 60]):
            yield NameHit(start, end, text[start:end])


def _span(text: str, match: re.Match[str], sure: frozenset[str]) -> tuple[int, int]:
    """Where the first name stands: past a word that has its capital letter from the sentence, as in "Måske Noah"."""
    found = match.span("name")
    if match["rest"] and _plain(match["name"], sure) is None and _begins_a_sentence(text, found[0]):
        others = [one.span() for one in _TOKEN.finditer(text, found[1], match.end())]
        # More words than two are a grown-up's full name, unless the first is no name.
        if others and (len(others) == 1 or match["name"] in _NO_NAMES):
            return others[0]
    return found


def _any(text: str) -> Iterator[NameHit]:
    """Every known name; an ordinary word only with a capital letter that the sentence has not given it."""
    _, known = _known()
    for match in _ANY_WORD.finditer(text):
        start, end = match.span()
        word = match[0]
        name = _plain(word if "-" in word else word.capitalize(), known)
        if name is None or _is_no_child(text, start, end):
            continue
        if name in _data()["ordinary_words"]:
            has_to = _begins_a_sentence(text, start) and _MORE_OF_THE_SENTENCE.match(text[end : end + 2])
            if has_to or not word[0].isupper() or word.isupper():
                continue
        yield NameHit(start, end, word)


def _is_no_child(text: str, start: int, end: int) -> bool:
    """A role stands before the name, or it is part of a place's or a method's."""
    before, after = text[max(0, start - 40) : start], text[end : end + 60]
    return bool(_COMPOUND.match(after) or _ROLE_BEFORE.search(before) or _PLACE_AFTER.match(after))


def _begins_a_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 10) : start].rstrip(' “"»')
    return (not before and start <= 10) or before.endswith((".", "!", "?", ":", "\n", "–", "•"))


def _plain(name: str, names: frozenset[str]) -> str | None:
    """The name in the list that a word is, also in the genitive ("Noahs") and the first of two ("Emma-Louise")."""
    for one in (name, name.partition("-")[0], name.removesuffix("s")):
        if one in names:
            return one
    return None
