"""Prepare drawings (SVG) for the engine: rewrite what it draws differently, and report what it cannot draw.

Tools write SVG for browsers. `preparation` takes a drawing through the steps:

- `source` parses it and remembers the place of each element.
- `stylesheet` replaces its styles by attributes, with variables and shorthands resolved.
- `alternatives` chooses the child of each `switch` that is drawn.
- `refusals` finds what the engine cannot draw.
- `fonts` replaces fonts that the style does not declare.
- `rewriting` expresses the rest by what the engine draws correctly.
"""
