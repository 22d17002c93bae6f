"""The screening's report as PowerPoint: `render(snapshot, report)` gives the file (oplæg).

Made of the same frozen snapshot as the PDF, in our own master, with text that is measured before it is placed.
"""

from screening.deck.render import render

__all__ = ["render"]
