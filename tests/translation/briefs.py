"""A brief that has every kind of text, and its translation into Spanish."""

from __future__ import annotations

BRIEF = """\
# An original.
title: {text: Trees cool streets, short: Trees cool}
date: 2026-11-22
keywords: [heat, shade]
audiences: {policymaker: {}, minister: {}, analyst: {}}
facts:
  cost: {value: 5, unit: €, label: a tree}
bottom_line: >-
  A tree costs {cost}, and *shade* is
  the cheapest cooling. [@study]
key_points:
  - text: Trees cool a street.
    short: Trees cool.
  - {text: 'Awnings help. [@study]', only: analyst}
  - Water decides.
sections:
  - id: grass
    title: Grass keeps streets cool
    text: |
      Streets store heat.^[Measured at night.] Grass
      does not, see [](#places).

      - Plant it.
      - Water it.
    blocks:
      - table:
          id: places
          title: Grass is cooler
          alt: Two places with their surfaces.
          note: Measured by hand.
          data:
            - [Place, Nights]
            - [North, 6]
            - [South, 12]
      - box: {title: A case, text: One street was planted.}
outlook: It goes on.
glossary:
  shade: where the sun does not come
  upkeep: what keeps a tree alive
sources:
  study: {title: A study, date: 2025}
"""

SPANISH = {
    "title": "Los árboles enfrían las calles",
    "title.short": "Los árboles enfrían",
    "keywords.1": "calor",
    "keywords.2": "sombra",
    "facts.cost.label": "un árbol",
    "bottom_line": "Un árbol cuesta {cost}, y la *sombra* es lo más barato. [@study]",
    "key_points.1": "Los árboles enfrían una calle.",
    "key_points.1.short": "Los árboles enfrían.",
    "key_points.2": "Los toldos ayudan. [@study]",
    "key_points.3": "El agua decide.",
    "sections.grass.title": "La hierba mantiene frescas las calles",
    "sections.grass": "Las calles guardan calor.^[Medido de noche.] La hierba no, véase [](#places).\n\n"
    "- Plántela.\n- Riéguela.",
    "sections.grass.blocks.places.table.title": "La hierba es más fresca",
    "sections.grass.blocks.places.table.alt": "Dos lugares con sus superficies.",
    "sections.grass.blocks.places.table.note": "Medido a mano.",
    "sections.grass.blocks.places.table.data.1.1": "Lugar",
    "sections.grass.blocks.places.table.data.1.2": "Noches",
    "sections.grass.blocks.places.table.data.2.1": "Norte",
    "sections.grass.blocks.places.table.data.3.1": "Sur",
    "sections.grass.blocks.2.box.title": "Un caso",
    "sections.grass.blocks.2.box": "Se plantó una calle.",
    "outlook.summary": "Sigue.",
    "glossary.1.term": "sombra",
    "glossary.1": "donde no llega el sol",
    "glossary.2.term": "cuidado",
    "glossary.2": "lo que mantiene vivo un árbol",
}
"""The translation of each text, by the name of its unit."""
