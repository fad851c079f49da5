"""Draws charts: data and a chart kind → Vega-Lite → SVG."""
