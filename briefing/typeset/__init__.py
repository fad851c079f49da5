"""Typesets pages: HTML and CSS → laid-out sheets → PDF. The only room that imports WeasyPrint."""
