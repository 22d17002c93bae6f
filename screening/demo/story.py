"""What a screening of the demo says, as plain values. People stand by role, and all of it is invented."""

from dataclasses import dataclass

# Title and source marks: "D1 s. 4" is a document and the place in it.
Told = tuple[str, tuple[str, ...]]


@dataclass(frozen=True)
class Paper:
    """A document, read by a link."""

    title: str
    dated: str


@dataclass(frozen=True)
class Talk:
    """An interview, so many days after the collecting began."""

    title: str
    role: str
    people: int
    day: int


@dataclass(frozen=True)
class Advice:
    """A recommendation: "adjust" or "investigate"."""

    kind: str
    title: str
    text: str
    owner: str
    when: str


@dataclass(frozen=True)
class LeverStory:
    """The consultants' view of a lever, and how many of the workshop gave it each of the five levels."""

    level: int
    reasons: str
    potential: int
    feasibility: int
    strengths: tuple[Told, ...]
    challenges: tuple[Told, ...]
    advice: tuple[Advice, ...]
    workshop: tuple[int, ...] = ()


@dataclass(frozen=True)
class Story:
    """A whole screening. Papers are D1, D2 …, talks I1, I2 …, and the workshop is W1."""

    papers: tuple[Paper, ...]
    talks: tuple[Talk, ...]
    participants: tuple[tuple[str, int], ...]
    levers: tuple[LeverStory, ...]
    headlines: tuple[tuple[str, str], ...] = ()
    limits: str = ""
    next_steps: tuple[tuple[str, str, str], ...] = ()
