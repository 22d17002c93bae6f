"""The seven levers (7 greb) of KL's and Komponent's analysis model of leading and governing inclusion.

Names and order as in the invitation of June 2022 and its box about the model.
"""

LEVERS: tuple[str, ...] = (
    "Tydelig politisk ambition og retning for området",
    "Inklusionspraksis i de almene børnefællesskaber",
    "Aktiv brug af data – overbliksgivende styringscockpit",
    "Nuanceret tilbudsvifte inkl. mellemformer",
    "Visitationsprocessen",
    "Tildelingsmodellen",
    "Samarbejdet mellem fagligheder – professionel relationel kapacitet",
)
