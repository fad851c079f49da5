"""A processor of citation styles: CSL 1.0.2 (https://docs.citationstyles.org), for one entry at a time.

Written by hand: citeproc-py, the only processor for Python, has errors in most elements (particles, title case,
quotation marks, affixes, substitutes, groups), so that nearly all of it had to be replaced. citeproc-js is under the
AGPL and needs a JavaScript engine; pandoc and Typst weigh 160 and 80 MB.
The locales, which are data, are those that citeproc-py contains.
"""
