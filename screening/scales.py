"""The words of the two scales beside the level: how much there is to win, and how soon it can be done (skalaer)."""

POTENTIAL = {1: "Meget lille", 2: "Lille", 3: "Middel", 4: "Stort", 5: "Meget stort"}
FEASIBILITY = {
    1: "Kræver mere end tre år",
    2: "Inden for tre år",
    3: "Inden for to år",
    4: "Inden for et år",
    5: "Inden for et halvt år",
}
