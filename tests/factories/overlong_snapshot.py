"""A report with far more in it than there is room for."""

from typing import Any

from tests.factories.snapshot_pieces import Finding, Snapshot, answers, finding, frame, lever, recommendation, source

CLAUSES = [
    "Skolerne melder tilbage efter hvert møde",
    "Tværprofessionelle samarbejdsaftaler følges ikke af alle distrikter",
    "Ledelsen læser »Kvalitet & trivsel« <kun> én gang om året",
    "Specialundervisningsvisitationsproceduren er beskrevet i seks forskellige dokumenter",
    "PPR's psykologer når ikke ud til de mindste skoler, når efteråret er travlt",
    "Forældre spørger efter en fast indgang, hvor de kan få svar på 24 timer",
    "Økonomien ses i sammenhæng med børnenes fremmøde – men først ved årets udgang",
    "Personalet bruger 3,5 time om ugen på fælles forberedelse, hvilket er mere end aftalt",
    "Overgange mellem dagtilbud, skole og ungdomsuddannelse er skrevet ned i en årsplan",
    "Udvalget har bedt om tal for alle år siden 2019 og har fået dem for de fleste",
    "Vejlederne står alene med opgaven, hvis en kollega er syg i mere end en uge",
    "Eleverne bliver hørt, inden der bliver truffet en afgørelse om et andet tilbud",
]


class _Text:
    """Sentences that are all different: each ends in a number of its own, so that a lost one is seen."""

    def __init__(self) -> None:
        self.count = 0

    def sentence(self) -> str:
        self.count += 1
        return f"{CLAUSES[self.count % len(CLAUSES)]} (iagttagelse {self.count})."

    def fill(self, length: int) -> str:
        """As many sentences as there is room for in `length` characters."""
        words = self.sentence()
        while len(words) + 110 < length:
            words += " " + self.sentence()
        return words

    def line(self, length: int) -> str:
        """One line as long as its field."""
        self.count += 1
        tail = f" nr. {self.count}"
        return (" og ".join(CLAUSES))[: length - len(tail)].rstrip(" ,.") + tail


# These levers are as full as they can be; the others have one page too much.
FULL = (1, 4, 6)


def overlong() -> Snapshot:
    """Every text as long as its field, and far more of everything than there is room for on a page."""
    text = _Text()
    codes = [f"D{number}" for number in range(1, 19)] + [f"I{number}" for number in range(1, 13)] + ["W1", "W2"]
    levers = [_overlong_lever(number, text, codes) for number in range(1, 8)]
    return frame() | {
        "municipality": "Ikast-Brande og Ringkøbing-Skjern Kommuner i fællesskab",
        "notice": "Demo: vurderinger, kilder og tal er opdigtede",
        "version": "3",
        "overall": [{"heading": text.line(60), "text": text.fill(400)} for _ in range(3)],
        "levers": levers,
        "sources": [source(code, text.line(160), text.line(40), "18 personer") for code in codes],
        "method": {"documents": 18, "interviews": 12, "people_interviewed": 64, "workshops": 2, "workshop_people": 58},
        "limits": [text.fill(300) for _ in range(5)],
        "next_steps": [{"when": text.line(40), "title": text.line(80), "text": text.fill(300)} for _ in range(6)],
        "changes": [text.fill(200) for _ in range(24)],
        "previous": {"date": "3. marts 2026", "levels": {str(number): 1 + number % 5 for number in range(1, 8)}},
        "consultants": ["Konsulent, Komponent", "Chefkonsulent, KL"],
    }


def _overlong_lever(number: int, text: _Text, codes: list[str]) -> dict[str, Any]:
    count = 0
    is_full = number in FULL
    longest = 600 if is_full else 240

    def found() -> Finding:
        nonlocal count
        count += 1
        picked = [codes[(number * 5 + count * 3 + step * 7) % len(codes)] for step in range(4 if is_full else 2)]
        quote = text.line(300) if count % 4 == 0 else ""
        return finding(text.fill(longest), *(f"{code} s. {count}–{count + 12}" for code in picked), quote=quote)

    return lever(
        number,
        1 + number % 5,
        reasons=text.fill(1200 if is_full else 400),
        workshop=answers(12, 9, 11, 13, 13),
        potential=1 + number % 5,
        feasibility=1 + (number * 3) % 5,
        strengths=[found() for _ in range(8 if is_full else 4)],
        challenges=[found() for _ in range(12 if is_full else 6)],
        recommendations=[
            recommendation(
                "adjust" if place % 2 else "investigate",
                text.line(80),
                text.fill(longest),
                text.line(80),
                text.line(40),
            )
            for place in range(4 if is_full else 1)
        ],
        notes=[text.fill(300) for _ in range(3 if is_full else 1)],
    )
