"""Inspect laid-out pages: words, space, colours, visibility, and the declaration that causes a fault.

- Texts: `words` (missing, repeated, outside the page), `visibility` (covered, transparent, clipped), `display_none`,
  `hidden_text_causes` (why), `legibility` and `text_colours` (size and contrast, read from `content_streams`).
- Pages: `page_space`, `page_breaks`, `page_size`.
- Parts of a page: `html_accessibility`, `chart_colours`, `svg_drawings`.
- Where a fact comes from: `css_cascade` (the declaration behind a value), `css_positions`, `css_variables`,
  `element_sources` (the tag in a template, the text in the brief).
"""
