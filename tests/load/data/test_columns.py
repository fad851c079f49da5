"""Numbers, dates and missing values as programs and statistical offices write them, and text that looks like them."""

# ruff: noqa: E501  (an example on its line)
from __future__ import annotations

from tests.cases import each
from tests.load.data.gathering import BRIEF, gathered

READ: dict[str, tuple[str, dict[str, str], list[list[str]]]] = {
    # French, Swiss, Indian and Arabic numbers
    "french": ("Lieu;Pluie\nA;1 234,5\nB;987,25\n", {"language": "fr"}, [["A", "1234.5"], ["B", "987.25"]]),
    "no-break spaces": ("Lieu;Pluie\nA;1\u00a0234,5\nB;12\u202f345\n", {}, [["A", "1234.5"], ["B", "12345"]]),
    "decimal commas in English": ("T;R\nA;1,5\nB;2,25\n", {}, [["A", "1.5"], ["B", "2.25"]]),
    "quoted decimal commas": ('T,R\nA,"1,5"\nB,"-2,25"\n', {}, [["A", "1.5"], ["B", "-2.25"]]),
    "dots and decimal commas": ("T;R\nA;1.234,5\nB;2.500\n", {}, [["A", "1234.5"], ["B", "2500"]]),
    "the mark of another column": ("T;R;S\nA;1,234;0,5\nB;2,500;1,5\n", {}, [["A", "1.234", "0.5"], ["B", "2.500", "1.5"]]),
    "three decimals in French": ("Lieu;Pluie\nA;1,234\nB;2,500\n", {"language": "fr"}, [["A", "1.234"], ["B", "2.500"]]),
    "three decimals with points": ("T,R\nA,1.234\nB,2.500\n", {"language": "fr"}, [["A", "1.234"], ["B", "2.500"]]),
    "zero point": ("T;R\nA;0.123\nB;1.234\n", {}, [["A", "0.123"], ["B", "1.234"]]),
    "Swiss": ("T;R\nA;1'234.50\nB;12’345.60\n", {}, [["A", "1234.50"], ["B", "12345.60"]]),
    "Indian": ('T,R\nA,"12,34,567"\nB,"1,234.5"\n', {}, [["A", "1234567"], ["B", "1234.5"]]),
    "millions": ('T,R\nA,"1,234,567"\nB,"1,234"\n', {}, [["A", "1234567"], ["B", "1234"]]),
    "Arabic digits": ("T,R\nA,١٢٬٣٤٥\nB,١٫٢٣٤\n", {"language": "ar"}, [["A", "12345"], ["B", "1.234"]]),
    "the mark is set": ("T;R\nA;1,234\nB;2,500\n", {"keys": 'decimal: ","'}, [["A", "1.234"], ["B", "2.500"]]),
    "the point is set": ("T;R\nA;1,234\nB;2,500\n", {"keys": 'decimal: "."'}, [["A", "1234"], ["B", "2500"]]),
    # signs, exponents, apostrophes
    "minus signs": ("T,R\nA,−5\nB,–1.5\nC,+3\n", {}, [["A", "-5"], ["B", "-1.5"], ["C", "3"]]),
    "accounts in dollars": ("T,R\nA,$(5.50)\nB,$7.25\nC,-$1.00\n", {}, [["A", "-5.50"], ["B", "7.25"], ["C", "-1.00"]]),
    "exponents of R": ("T,R\nA,1e+05\nB,2.5e-3\n", {}, [["A", "100000"], ["B", "0.0025"]]),
    "all digits before an exponent": ("T,R\nA,1.5E+01\nB,2\n", {}, [["A", "15"], ["B", "2"]]),
    "apostrophes": ("T,R\nA,'5\nB,'6\n", {}, [["A", "5"], ["B", "6"]]),
    "quotes": ('"T","R"\n"A","5"\n', {}, [["A", "5"]]),
    "decimals alone": ("T,R\nA,.5\nB,-.25\n", {}, [["A", "0.5"], ["B", "-0.25"]]),
    # missing values
    "missing values": (
        "T,R\n" + "".join(f"{n},{cell}\n" for n, cell in enumerate(["1", "n/a", "NA", "NaN", "..", "...", ":", "-", "–", ".", ".a", "", "N/A"])),
        {},
        [[str(n), cell] for n, cell in enumerate(["1", *["–"] * 10, "", "–"])],
    ),
    "a missing value that is named": ("T,R\nA,1\nB,-99\nC,x\n", {"keys": "missing: [-99, x]"}, [["A", "1"], ["B", "–"], ["C", "–"]]),
    "only missing values": ("T,R,S\nA,1,..\nB,2,..\n", {}, [["A", "1", "–"], ["B", "2", "–"]]),
    "flags that are left out": ("T,R\nA,12.3 e\nB,45 (p)\nC,: c\nD,5\n", {"keys": "marks: [e, p, c]"}, [["A", "12.3"], ["B", "45"], ["C", "–"], ["D", "5"]]),
    "limits": ("T,R\nA,<5\nB,12000\nC,>= 7\n", {}, [["A", "<5"], ["B", "12000"], ["C", "≥7"]]),
    # dates
    "dates with full stops": ("D,R\n01.03.2025,5\n02.04.2025,7\n", {}, [["2025-03-01", "5"], ["2025-04-02", "7"]]),
    "days first": ("D,R\n13/04/2025,1\n04/05/2025,2\n", {}, [["2025-04-13", "1"], ["2025-05-04", "2"]]),
    "months first": ("D,R\n04/13/2025,1\n04/05/2025,2\n", {}, [["2025-04-13", "1"], ["2025-04-05", "2"]]),
    "same in both orders": ("D,R\n04/04/2025,1\n05/05/2025,2\n", {}, [["2025-04-04", "1"], ["2025-05-05", "2"]]),
    "the order is set": ("D,R\n03/04/2025,1\n", {"keys": "dates: mm/dd/yyyy"}, [["2025-03-04", "1"]]),
    "midnight": ("D,R\n2025-03-01 00:00:00,1\n2025-03-02T00:00:00Z,2\n", {}, [["2025-03-01", "1"], ["2025-03-02", "2"]]),
    "year first": ("D,R\n2025/3/1,1\n2025/12/31,2\n", {}, [["2025-03-01", "1"], ["2025-12-31", "2"]]),
    "named months": ("D,R\n1-Mar-2025,1\n12-Apr-2025,2\n", {}, [["2025-03-01", "1"], ["2025-04-12", "2"]]),
    "months of statistical offices": ("D,R\n2020M03,1\n2020-M12,2\n2020m4,3\n", {}, [["2020-03", "1"], ["2020-12", "2"], ["2020-04", "3"]]),
    "quarters": ("D,R\n2020Q1,1\n2020-Q2,2\n2020q3,3\nQ4 2020,4\nT1 2021,5\n", {}, [["2020-Q1", "1"], ["2020-Q2", "2"], ["2020-Q3", "3"], ["2020-Q4", "4"], ["2021-Q1", "5"]]),
    "weeks": ("D,R\n2020W05,1\n2020-W53,2\n", {}, [["2020-W05", "1"], ["2020-W53", "2"]]),
    "a date is missing": ("T,D\nA,01.03.2025\nB,n/a\n", {}, [["A", "2025-03-01"], ["B", "–"]]),
    "years that end in the next one": ("Y,R\n2008-09,1\n2009-10,2\n", {}, [["2008–09", "1"], ["2009–10", "2"]]),
    "months": ("M,R\n2009-09,1\n2009-10,2\n", {}, [["2009-09", "1"], ["2009-10", "2"]]),
    # innocent look-alikes
    "counts and shares": ("T,n (%)\nA,12 (45)\nB,15 (55)\n", {}, [["A", "12 (45)"], ["B", "15 (55)"]]),
    "counts and per cent": ("T,n\nA,12 (45%)\nB,15 (55%)\n", {}, [["A", "12 (45%)"], ["B", "15 (55%)"]]),
    "intervals": ("T,HR\nA,1.2 (0.9-1.5)\nB,1.3 (1.0-1.6)\n", {}, [["A", "1.2 (0.9-1.5)"], ["B", "1.3 (1.0-1.6)"]]),
    "p-values": ("T,p\nA,<0.001\nB,0.04\n", {}, [["A", "<0.001"], ["B", "0.04"]]),
    "grades": ("School,Grade\nA,A\nB,C\n", {}, [["A", "A"], ["B", "C"]]),
    "scores and ratios": ("T,R,S\nA,3-1,1:2\nB,2-2,3:4\n", {}, [["A", "3-1", "1:2"], ["B", "2-2", "3:4"]]),
    "double years with slashes": ("Y,R\n2019/20,1\n2020/21,2\n", {}, [["2019/20", "1"], ["2020/21", "2"]]),
    "moments": ("H,R\n2025-03-01 01:00,1\n2025-03-01 02:00,2\n", {}, [["2025-03-01 01:00", "1"], ["2025-03-01 02:00", "2"]]),
    "years": ("Year,R\n2019,1\n2020,2\n", {}, [["2019", "1"], ["2020", "2"]]),
    "words": ("T,R\nA,n/a\nB,open\n", {}, [["A", "n/a"], ["B", "open"]]),
    "check marks": ("T,R\nA,x\nB,-\nC,x\n", {}, [["A", "x"], ["B", "-"], ["C", "x"]]),
    "ranges": ("Age,R\n0-4,1\n5-9,2\n10+,3\n", {}, [["0-4", "1"], ["5-9", "2"], ["10+", "3"]]),
    "a last class": ("Children,R\n0,1\n1,2\n2,3\n3,4\n4 or more,5\n", {}, [["0", "1"], ["1", "2"], ["2", "3"], ["3", "4"], ["4 or more", "5"]]),
    "telephones": ("T,R\nA,+44 20 7946 0958\nB,020 7946 0123\n", {}, [["A", "+44 20 7946 0958"], ["B", "020 7946 0123"]]),
    "units": ("T,R\nA,5 km\nB,7 h\n", {}, [["A", "5 km"], ["B", "7 h"]]),
    "hours": ("T,R\nA,5 h\nB,7 h\nC,8 h\n", {}, [["A", "5 h"], ["B", "7 h"], ["C", "8 h"]]),
    "seconds": ("T,R\nA,5 s\nB,7 s\n", {}, [["A", "5 s"], ["B", "7 s"]]),
    "ranks": ("T,R\nA,1st\nB,2nd\nC,3rd\n", {}, [["A", "1st"], ["B", "2nd"], ["C", "3rd"]]),
    "thousand millions": ("T,R\nA,$1.2bn\nB,$3bn\n", {}, [["A", "$1.2bn"], ["B", "$3bn"]]),
    "times": ("T,R\n09:30,1\n12:45,2\n", {}, [["09:30", "1"], ["12:45", "2"]]),
    "versions": ("T,R\n1.2.3,1\n1.10.0,2\n", {}, [["1.2.3", "1"], ["1.10.0", "2"]]),
    "indicators": ("Indicator,Value\nGDP,12500\nGrowth,2.5 %\nCapital,Paris\n", {}, [["GDP", "12500"], ["Growth", "2.5 %"], ["Capital", "Paris"]]),
    "several currencies": ("T,R\nA,$5\nB,€6\n", {}, [["A", "$5"], ["B", "€6"]]),
    "estimates and standard errors": (
        "Var,Model\nIncome,0.45***\n,(0.12)\nAge,0.10*\n,(0.05)\n",
        {},
        [["Income", "0.45***"], ["", "(0.12)"], ["Age", "0.10*"], ["", "(0.05)"]],
    ),
    "numbered labels": ("No,R\n(1),5\n(2),6\n", {}, [["(1)", "5"], ["(2)", "6"]]),
    "a column of text": ("T,R\nA,\"1,234\"\nB,12*\n", {"keys": "columns: [T, {column: R, kind: text}]"}, [["A", "1,234"], ["B", "12*"]]),
    "a column that is not shown": ("T,R,S\nA,1,#REF!\nB,2,03/04/2025\n", {"keys": "columns: [T, R]"}, [["A", "1", "#REF!"], ["B", "2", "03/04/2025"]]),
}  # fmt: skip


@each("name", READ)
def test_cells_are_read_as_they_are_meant(tmp_path, name):
    content, given, rows = READ[name]
    found = gathered(tmp_path, content, **given)
    assert (found.rows, found.places) == (rows, [])


FORMATS: dict[str, tuple[str, dict[str, dict[str, str]], list[str]]] = {
    "per cent": ("T,R\nA,\"12,5 %\"\nB,7%\n", {"R": {"unit": "%"}}, ["12.5", "7"]),
    "euros": ("T,R\nA,€5\nB,€12.50\n", {"R": {"unit": "€"}}, ["5", "12.50"]),
    "euros after numbers": ("T;R\nA;5,00 €\nB;1 234,50 €\n", {"R": {"unit": "€"}}, ["5.00", "1234.50"]),
    "dollars": ("T,R\nA,US$ 5\nB,US$ 7\n", {"R": {"unit": "US$"}}, ["5", "7"]),
    "codes of currencies": ("T,R\nA,5 CHF\nB,7 CHF\n", {"R": {"unit": "CHF"}}, ["5", "7"]),
    "a sign in the first row only": ("T,R\nA,$5\nB,7\n", {"R": {"unit": "$"}}, ["5", "7"]),
    "a unit in the name": ("T,R (%)\nA,5 %\nB,7 %\n", {}, ["5", "7"]),
    "postcodes": ("T,Zip\nA,01234\nB,12345\n", {"Zip": {"kind": "text"}}, ["01234", "12345"]),
}  # fmt: skip


@each("name", FORMATS)
def test_the_unit_or_kind_of_a_column_follows_from_its_cells(tmp_path, name):
    content, formats, cells = FORMATS[name]
    found = gathered(tmp_path, content)
    assert found.findings == ()
    assert {column: one for column, one in found.formats.items() if one} == formats
    assert [row[1] for row in found.rows] == cells


def test_the_unit_of_a_chart_is_that_of_its_series(tmp_path):
    content = "T,R,S\nA,5 %,1\nB,7 %,2\n"
    assert gathered(tmp_path, content, kind="chart", keys="series: R").exhibit["unit"] == "%"
    assert (
        gathered(tmp_path, content, kind="chart", keys="series: R, unit: per cent").exhibit["unit"]
        == "per cent"
    )


WRONG: dict[str, tuple[str, dict[str, str], str, str]] = {
    "three decimals or thousands": ("T;R\nA;1,234\nB;2,500\n", {}, "BR140 content/trial/x.csv:2:3", 'decimal: ","'),
    "thousands of a spreadsheet": ('T,R\nA,"1,234"\nB,"2,500"\n', {}, "BR140 content/trial/x.csv:2:4", 'decimal: "."'),
    "points and semicolons": ("T;R\nA;1.234\nB;2.500\n", {}, "BR140 content/trial/x.csv:2:3", 'decimal: "."'),
    "tabs in French": ("T\tR\nA\t1.234\nB\t2.500\n", {"language": "fr"}, "BR140 content/trial/x.csv:2:3", 'decimal: "."'),
    "both marks": ("T;R\nA;1,5\nB;2.5\nC;3,5\n", {}, "BR140 content/trial/x.csv:3:3", "the same decimal mark"),
    "the mark that is set does not fit": ("T;R\nA;1.5\nB;2.5\n", {"keys": 'decimal: ","'}, "BR140 content/trial/x.csv:2:3", "decimal"),
    "day or month": ("D,R\n03/04/2025,1\n04/05/2025,2\n", {}, "BR141 content/trial/x.csv:2:1", "dates: dd/mm/yyyy"),
    "no day of the calendar": ("D,R\n31.02.2025,1\n01.03.2025,2\n", {}, "BR141 content/trial/x.csv:2:1", "correct"),
    "two orders": ("D,R\n13/04/2025,1\n04/15/2025,2\n", {}, "BR141 content/trial/x.csv:3:1", "yyyy-mm-dd"),
    "short years": ("D,R\n1-Mar-25,1\n2-Mar-25,2\n", {}, "BR141 content/trial/x.csv:2:1", "yyyy-mm-dd"),
    "short months": ("D,R\nMar-25,1\nApr-25,2\n", {}, "BR141 content/trial/x.csv:2:1", "yyyy-mm"),
    "short years with full stops": ("D,R\n01.03.25,1\n", {}, "BR141 content/trial/x.csv:2:1", "yyyy-mm-dd"),
    "an error of a formula": ("T,R\nA,#DIV/0!\nB,2\n", {}, "BR142 content/trial/x.csv:2:3", 'missing: ["#DIV/0!"]'),
    "two errors": ("T,R\nA,#DIV/0!\nB,#N/A\n", {}, "BR142 content/trial/x.csv:2:3", 'missing: ["#DIV/0!", "#N/A"]'),
    "not available": ("T,R\nA,5\nB,#N/A\n", {}, "BR142 content/trial/x.csv:3:3", 'missing: ["#N/A"]'),
    "an error in German": ("T,R\nA,5\nB,#WERT!\n", {}, "BR142 content/trial/x.csv:3:3", "#WERT!"),
    "an error in Spanish": ("T,R\nA,5\nB,#¡DIV/0!\n", {}, "BR142 content/trial/x.csv:3:3", "formula"),
    "an error in Russian": ("T,R\nA,5\nB,#ДЕЛ/0!\n", {}, "BR142 content/trial/x.csv:3:3", "formula"),
    "an error of LibreOffice": ("T,R\nA,5\nB,Err:502\n", {}, "BR142 content/trial/x.csv:3:3", "formula"),
    "too wide": ("T,R\nA,5\nB,######\n", {}, "BR142 content/trial/x.csv:3:3", "widen"),
    "an error among words": ("T,R\nA,open\nB,#REF!\n", {}, "BR142 content/trial/x.csv:3:3", "formula"),
    "a flag": ("T,R\nA,12.3 e\nB,5\n", {}, "BR143 content/trial/x.csv:2:3", 'marks: ["e"]'),
    "letters of footnotes": ("T,R\nA,12.5 a\nB,13.5b\nC,1\n", {}, "BR143 content/trial/x.csv:2:3", 'marks: ["a", "b"]'),
    "a flag in brackets": ("T,R\nA,45 (p)\nB,5\n", {}, "BR143 content/trial/x.csv:2:3", "marks"),
    "a flag without a space": ('T,R\nA,"1,234,000b"\nB,5\n', {}, "BR143 content/trial/x.csv:2:4", 'marks: ["b"]'),
    "a star": ("T,R\nA,12.5*\nB,5\n", {}, "BR143 content/trial/x.csv:2:3", 'marks: ["*"]'),
    "a superscript": ("T,R\nA,12.5¹\nB,5\n", {}, "BR143 content/trial/x.csv:2:3", 'marks: ["¹"]'),
    "confidential": ("T,R\nA,c\nB,5\nC,6\n", {}, "BR143 content/trial/x.csv:2:3", 'missing: ["c"]'),
    "confidential at Eurostat": ("T\tR\nA\t: c\nB\t5\nC\t6\n", {}, "BR143 content/trial/x.csv:2:3", 'missing: ["c"]'),
    "suppressed": ("T,R\nA,x\nB,5\nC,6\n", {}, "BR143 content/trial/x.csv:2:3", 'missing: ["x"]'),
    "dots in brackets": ("T,R\nA,(...)\nB,5\nC,6\n", {}, "BR143 content/trial/x.csv:2:3", "missing"),
    "a number in brackets": ("T,R\nA,(5)\nB,7\n", {}, "BR143 content/trial/x.csv:2:3", "minus sign"),
    "a number in square brackets": ("T,R\nA,[45.2]\nB,1\n", {}, "BR143 content/trial/x.csv:2:3", "without brackets"),
    "a letter in brackets": ("T;R\nA;(A)\nB;3,25\n", {}, "BR143 content/trial/x.csv:2:3", 'missing: ["(A)"]'),
    "a code in square brackets": ("T,R\nA,[c]\nB,12\n", {}, "BR143 content/trial/x.csv:2:3", 'missing: ["[c]"]'),
    "a note among numbers": ("T,R\nA,1\nB,2\nC,3\nD,4\nE,see note\n", {}, "BR145 content/trial/x.csv:6:3", "kind: text"),
    "zeros among numbers": ("T,R\nA,00123\nB,1.5\n", {}, "BR145 content/trial/x.csv:2:3", "kind: text"),
    "several units in a series": ("T,R\nA,5 %\nB,7 €\n", {"kind": "chart"}, "BR145 content/trial/x.csv:3:3", "one unit"),
    "a shortened number": ("T,R\nA,1.5E+06\nB,5\n", {}, "BR149 content/trial/x.csv:2:3", "exponents"),
    "a barcode": ("T,R\nA,5.90123E+12\nB,5.90124E+12\n", {}, "BR149 content/trial/x.csv:2:3", "exponents"),
    "days as numbers": ("Date,R\n45000,1\n45001,2\n", {}, "BR149 content/trial/x.csv:2:1", "yyyy-mm-dd"),
}  # fmt: skip


@each("name", WRONG)
def test_a_cell_that_is_not_clear_is_a_finding_at_its_place(tmp_path, name):
    content, given, place, help = WRONG[name]
    found = gathered(tmp_path, content, **given)
    assert found.places == [place]
    assert help in found.findings[0].help
    column, cells = int(place.rpartition(":")[2]), found.findings[0]
    assert cells.where.source[column - 1 :][: cells.where.length] in cells.what


def test_series_with_different_units_are_no_chart(tmp_path):
    for content in ("T,R,S\nA,5 %,1 €\nB,7 %,2 €\n", "T,R,S\nA,5 %,1\nB,7 %,2\n"):
        (finding,) = gathered(tmp_path, content, kind="chart").findings
        assert (finding.code, str(finding.where)) == ("BR145", f"{BRIEF}:4:23")
        assert gathered(tmp_path, content, kind="chart", keys="unit: '%'").findings == ()
        assert gathered(tmp_path, content).findings == ()


def test_a_value_that_is_missing_in_a_chart_is_no_text(tmp_path):
    found = gathered(tmp_path, "Y,R\n2020,1\n2021,..\n2022,\n", kind="chart")
    assert found.rows == [["2020", "1"], ["2021", ""], ["2022", ""]]


def test_a_problem_is_reported_once_for_a_column(tmp_path):
    rows = "".join(f"A{number};1,{number:03}\n" for number in range(100, 600))
    (finding,) = gathered(tmp_path, f"T;R\n{rows}").findings
    assert finding.what.endswith("as in 499 more of its cells")


def test_a_cell_is_found_by_its_column_not_by_its_text(tmp_path):
    found = gathered(tmp_path, "T;R;S\n1,5;1;1,5 e\nB;2;7\n")
    assert found.places == ["BR143 content/trial/x.csv:2:7"]


@each("cells", [["12500", "about 9000"], ["12.5*", "7"], ["5", "c"], ["(5)", "6"], ["12.3^e^", "5"]])
def test_cells_in_the_brief_are_texts_so_that_their_marks_are_meant(tmp_path, cells):
    rows = ", ".join(f"[A, '{cell}']" for cell in cells)
    found = gathered(tmp_path, "", data=f"[[T, R], {rows}]")
    assert (found.codes, [row[1] for row in found.rows]) == ([], cells)


def test_numbers_in_the_brief_are_read_as_in_a_file(tmp_path):
    found = gathered(tmp_path, "", data="[[T, R, S], [A, '1 234,5', n/a], [B, '2,75', 12 %]]")
    assert (found.codes, found.rows) == ([], [["A", "1234.5", "–"], ["B", "2.75", "12"]])
    assert gathered(tmp_path, "", data="[[T, R], [A, '1,234'], [B, '2,500']]").places == [
        f"BR140 {BRIEF}:4:36"
    ]
