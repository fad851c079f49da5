"""Tags: what WeasyPrint laid out and painted → the structure tree of `briefing.structure`, written into the PDF."""
