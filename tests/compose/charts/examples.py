"""A chart of every kind, as an author writes it, for the tests of charts."""

from __future__ import annotations

import json
from functools import partial

from briefing.compose.charts.plot import Setting
from briefing.compose.charts.svg import Drawer
from briefing.compose.charts.vega_lite import specify
from briefing.compose.citations.in_text import Citations
from briefing.compose.html_text import Prose
from briefing.compose.style_layers import BASE_STYLES
from briefing.compose.tailor import tailor
from briefing.files.css import tokens_of
from briefing.files.regions import read_regions
from briefing.pipeline.plan import Selection, plan
from briefing.text.locale_formats import find_locale

HEAD = """\
title: A finding in few words
date: 2026-11-22
key_points: [The first point.]
outlook: It goes on.
sections:
  - title: One
    text: A text.
    blocks:
"""
OUTPUT = "[[Year, Wind, Solar, Gas], [2000, 5, 1, 40], [2010, 20, 9, 35], [2020, 36, 30, 31]]"
CHARTS = {
    "bar": "kind: bar, unit: TWh, data: [[Land, Output], [A long name of a land that breaks, 12.5], [B, -3]]",
    "bars": "kind: bar, data: [[Land, Use, Output], [A, 12.5, 3], [B, 3, 4.25]]",
    "column": "kind: column, unit: s, data: [[Decade, Seconds], [1970s, 9], [1980s, 6], [2020s, 0]]",
    "columns": f"kind: column, data: {OUTPUT}",
    "stacked": f"kind: stacked, wide: true, unit: TWh, data: {OUTPUT}",
    "line": f"kind: line, unit: TWh, data: {OUTPUT}, "
    "annotations: [{at: 2010, text: Reform}, {value: 30, text: Goal}]",
    "steps": "kind: line, steps: true, data: [[Day, TAI], [1972-01-01, 10], [1999-01-01, 32], [2017-01-01, 37]]",
    "area": f"kind: area, series: [Wind], data: {OUTPUT}",
    "areas": f"kind: area, data: {OUTPUT}",
    "dot": "kind: dot, unit: points, data: [[Land, Before, After], [A, 12.5, 9], [B, 3.25, 5]]",
    "range": "kind: range, unit: '%', data: [[Year, Low, High, Middle], [2030, 1, 4, 2], [2040, '', 5, 3]]",
    "slope": "kind: slope, unit: TWh, highlight: B, data: [[Land, 2015, 2024], [A, 5, 9], [B, 9, 5.5], [C, 9, '']]",
    "waffle": "kind: waffle, unit: '%', data: [[Source, Share], [Wind, 52], [Gas, 38], [Coal, 10]]",
    "map": "kind: map, map: data/regions.geojson, unit: '%', data: [[Region, Share], [North, 12.5], [South, 30]]",
    "facets": f"kind: line, facet: true, unit: TWh, data: {OUTPUT}",
    "vega": f"data: {OUTPUT}, vega_lite: {{mark: {{type: point, filled: true}}, encoding: "
    "{x: {field: Wind, type: quantitative}, y: {field: Gas, type: quantitative}}}",
}


SQUARES = (("North", 10, 50), ("South", 10, 48), ("West", 8, 49))
REGIONS = json.dumps(
    {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"name": name, "code": number},
                "geometry": {
                    "type": "Polygon",
                    "coordinates": [[[x, y], [x + 2, y], [x + 2, y + 2], [x, y + 2], [x, y]]],
                },
            }
            for number, (name, x, y) in enumerate(SQUARES)
        ],
    }
)
"""Three regions as GeoJSON."""


class Drawn:
    """One chart in its own workspace, drawn in its edition."""

    def __init__(self, workspace, chart: str, language: str = "en") -> None:
        block = f"      - chart: {{title: The takeaway, alt: 'A < chart & its \"words\"', {chart}}}\n"
        self.files = workspace(
            f"language: {language}\n{HEAD}{block}", {"content/trial/data/regions.geojson": REGIONS}
        )
        (job,) = plan(self.files, Selection()).jobs
        styles = [f"styles/{name}.css" for name in BASE_STYLES]
        self.prose = Prose(job.labels, {}, Citations({}))
        self.chart = tailor(job).content.brief.sections[0].blocks[0].content
        self.tokens = tokens_of(styles, self.files)
        self.locale = find_locale(language)
        self.alt = self.prose.plain(self.chart.alt)
        self.drawer = Drawer(self.files, styles)
        self.no_data = job.labels.labels["no_data"]
        self.spec = self.specify(self.tokens)

    def specify(self, tokens):
        regions = read_regions(REGIONS.encode(), self.chart.map.key) if self.chart.map else ()
        setting = Setting(tokens, self.locale, self.prose.plain, self.drawer.ruler, self.no_data, regions)
        return specify(self.chart, setting, partial(self.drawer.width_of, locale=self.locale))

    def svg(self) -> str:
        return str(self.drawer.draw(self.spec, self.alt, "figure-1", self.locale))
