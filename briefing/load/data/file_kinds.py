"""Data files of other programs, which are refused by name with the way to save them."""

from __future__ import annotations

import posixpath

from briefing.core.finding import Finding, Span

SAVE_AS_CSV = (
    "open it in a spreadsheet program, and save it as 'CSV UTF-8'; renaming a file does not convert it"
)
SAVE_AS_WORKBOOK = "open it in a spreadsheet program, save it as '.xlsx', and write `data: {stem}.xlsx`"
COPY_THE_TABLE = (
    "copy the table into a spreadsheet, save it as '.xlsx' next to the brief, and write `data: {stem}.xlsx`"
)
FROM_R = 'in R, run `write.csv(data, "{stem}.csv", row.names = FALSE)`, and write `data: {stem}.csv`'

KINDS: dict[tuple[str, ...], tuple[str, str]] = {
    (".xlsm", ".xltm"): ("a spreadsheet with macros, which are never run", SAVE_AS_WORKBOOK),
    (".xls", ".xlsb", ".xlt", ".ods", ".numbers", ".gnumeric", ".wk1", ".sxc"): (
        "a spreadsheet in another format than .xlsx",
        SAVE_AS_WORKBOOK,
    ),
    (".dta",): (
        "a data set of Stata",
        "in Stata, run `export delimited using {stem}.csv`, and write `data: {stem}.csv`",
    ),
    (".sav", ".zsav", ".por"): (
        "a data set of SPSS",
        "in SPSS, choose File, Export, CSV Data, and write `data: {stem}.csv`",
    ),
    (".sas7bdat", ".xpt"): (
        "a data set of SAS",
        "in SAS, run `proc export … dbms=csv`, and write `data: {stem}.csv`",
    ),
    (".rds", ".rda", ".rdata"): ("a data set of R", FROM_R),
    (".parquet", ".feather", ".arrow", ".pkl", ".pickle"): (
        "a data set of another program",
        'in Python, run `data.to_csv("{stem}.csv", index=False)`, and write `data: {stem}.csv`',
    ),
    (".json", ".xml", ".px", ".sdmx"): (
        "a structured file, not a table",
        "download the data as CSV, and write `data: {stem}.csv`",
    ),
    (".docx", ".doc", ".odt", ".rtf", ".pages", ".pdf", ".pptx", ".ppt", ".html", ".htm"): (
        "a document",
        COPY_THE_TABLE,
    ),
    (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg"): ("a picture", COPY_THE_TABLE),
    (".zip", ".gz", ".7z"): ("an archive", "unpack it, and write the name of the file in it: `data: {stem}`"),
}
"""The ends of file names, each with the kind of file and the help."""


def find_other_format(name: str, where: Span) -> Finding | None:
    """Return the finding for a data file in a format that is not read, by the end of its name; None if it is read."""
    stem, ending = posixpath.splitext(name)
    for endings, (kind, help) in KINDS.items():
        if ending.lower() in endings:
            what = f"the data file '{name}' is {kind}"
            return Finding("BR318", what, where, help.replace("{stem}", stem))
    return None
