"""Mistakes of people who come from a word processor: each is one finding, at its line, with the text to type.

A row replaces a piece of a good brief, or adds lines at its end, and gives the code and the place of the only finding,
and the words of its help. `INNOCENT` has look-alikes, which are no mistakes.
"""

from __future__ import annotations

from briefing.pipeline.plan import Selection, plan
from tests.cases import each

GOOD = """\
title: Shade cools a street
date: 2026-06-01
key_points:
  - Trees cool the ground.
  - Awnings cool the walls.
sections:
  - title: Shade matters
    text: Trees shade the ground.
outlook: More shade is planned.
"""

MISTAKES = [
    ("Shade cools a street", "Resolution # 5", "BR110 1:19", 'write `title: "Resolution # 5"`'),
    ("", "keywords: shade, trees]\n", "BR106 10:23", "for a list, write `keywords: [shade, trees]`"),
    ("More shade is planned.", "More shade]", "BR106 9:20", "write the `[`"),
    (
        "  - Awnings cool the walls.",
        "    Awnings cool the walls.\n  - So it is.\n  - So it was.",
        "BR124 5:5",
        "for an item of its own, write `- Awnings cool the walls.`",
    ),
    (
        "the ground.\n  - Awnings cool the walls.",
        "the ground.\n  - One is\n  - Awnings cool the walls\n    Trees too\n",
        "BR124 7:5",
        "for an item of its own, write `- Trees too`",
    ),
    ("title: ", "title:\xa0", "BR118 1:7", "delete the space after `title:`, and type it again"),
    ("date: ", "date:\xa0", "BR118 2:6", "delete the space after `date:`, and type it again"),
    ("- title: ", "- title:\xa0", "BR118 7:11", "delete the space after `title:`, and type it again"),
    ("title: ", "title:\u202f", "BR118 1:7", "delete the space after `title:`, and type it again"),
    ("title: ", "title:\u3000", "BR118 1:7", "delete the space after `title:`, and type it again"),
    ("title: ", "title:\u200b", "BR118 1:7", "delete the space after `title:`, and type it again"),
    ("title: ", "title:\u200b ", "BR118 1:7", "delete the space after `title:`, and type it again"),
    ("title: ", "title\xa0: ", "BR118 1:6", "delete the key and type it again"),
    ("date: ", "\xa0date: ", "BR118 2:1", "replace them with ordinary spaces"),
    (
        "- Trees",
        "-\xa0Trees",
        "BR118 4:3",
        "start each item on its own line, with a hyphen and a space: `- Trees cool the ground.`",
    ),
    ("outlook: ", "outlook:\xa0", "BR118 9:9", "delete the space after `outlook:`, and type it again"),
    (
        "key_points:",
        "key_points:\xa0",
        "BR118 3:12",
        "delete the space after `key_points:`, and type it again",
    ),
    ("date:", " date:", "BR115 2:2", "delete 1 space at the start of the line"),
    ("sections:", " sections:", "BR115 6:2", "delete 1 space at the start of the line"),
    ("outlook:", " outlook:", "BR115 9:2", "delete 1 space at the start of the line"),
    ("    text: Trees", "     text: Trees", "BR115 8:6", "delete 1 space at the start of the line"),
    ("    text: Trees", "   text: Trees", "BR115 8:4", "add 1 space at the start of the line"),
    ("  - Awnings", " - Awnings", "BR115 5:2", "add 1 space at the start of the line"),
    (
        "title: Shade cools a street",
        'title: "The "new" rule"',
        "BR107 1:13",
        "write `title: 'The \"new\" rule'`",
    ),
    (
        "title: Shade cools a street",
        'title: ""New" rule for shade"',
        "BR107 1:9",
        "write `title: '\"New\" rule for shade'`",
    ),
    (
        "- Trees cool the ground.",
        '- "Trees "cool" the ground."',
        "BR107 4:12",
        "write `- 'Trees \"cool\" the ground.'`",
    ),
    (
        "title: Shade cools a street",
        "title: 'The city's rule'",
        "BR107 1:17",
        'write `title: "The city\'s rule"`',
    ),
    (
        "title: Shade cools a street",
        "title: 'The 'new' rule'",
        "BR107 1:13",
        "write `title: \"The 'new' rule\"`",
    ),
    (
        "title: Shade cools a street",
        'title: "New" rules for shade',
        "BR107 1:8",
        "write `title: '\"New\" rules for shade'`",
    ),
    (
        "- Trees cool the ground.",
        '- "Trees" cool the ground.',
        "BR107 4:5",
        "write `- '\"Trees\" cool the ground.'`",
    ),
    (
        "title: Shade cools a street",
        "title: 'New' rules for shade",
        "BR107 1:8",
        "write `title: \"'New' rules for shade\"`",
    ),
    ("title: Shade cools a street", 'title: "C:\\temp\\new"', "BR123 1:11", "write `title: 'C:\\temp\\new'`"),
    ("title: Shade cools a street", 'title: "a \\d b"', "BR123 1:11", "write `title: 'a \\d b'`"),
    ("- Trees cool the ground.", '- "a \\d b"', "BR123 4:8", "write `- 'a \\d b'`"),
    (
        "title: Shade cools a street",
        'title: "C:\\Users\\ann"',
        "BR123 1:11",
        "write `title: 'C:\\Users\\ann'`",
    ),
    ("title: Shade cools a street", 'title: "C:\\xyz"', "BR123 1:11", "write `title: 'C:\\xyz'`"),
    (
        "text: Trees shade the ground.",
        'text: "See ![Map](C:\\\\Users\\\\ann\\\\map.png)"',
        "BR502 8:11",
        "copy the file into the folder of the brief, and write `figures/map.png`",
    ),
    (
        "text: Trees shade the ground.",
        "text: |\n      See it.\n\n      ![Map](C:\\Users\\ann\\map.png)",
        "BR502 11:14",
        "copy the file into the folder of the brief, and write `figures/map.png`",
    ),
    (
        "text: Trees shade the ground.",
        "text: |\n      See it.\n\n      ![Map](/home/ann/map.png)",
        "BR502 11:14",
        "copy the file into the folder of the brief, and write `figures/map.png`",
    ),
    (
        "text: Trees shade the ground.",
        "text: |\n      See it.\n\n      ![Map](file:///home/ann/map.png)",
        "BR502 11:14",
        "copy the file into the folder of the brief, and write `figures/map.png`",
    ),
    (
        "text: Trees shade the ground.",
        "text: |\n      See it.\n\n      ![Map](figures\\map.png)",
        "BR502 11:14",
        "write `figures/map.png`",
    ),
    (
        "text: Trees shade the ground.",
        "text: |\n      See it.\n\n      ![Map](\\\\server\\share\\map.png)",
        "BR502 11:15",
        "copy the file into the folder of the brief, and write `figures/map.png`",
    ),
    (
        "    text: Trees shade the ground.",
        (
            "    text: Trees shade.\n"
            "    blocks:\n"
            "      - figure:\n"
            "          file: C:\\Users\\ann\\map.png\n"
            "          title: A map\n"
            "          alt: Streets of the city"
        ),
        "BR502 11:17",
        "copy the file into the folder of the brief, and write `figures/map.png`",
    ),
    (
        "    text: Trees shade the ground.",
        (
            "    text: Trees shade.\n"
            "    blocks:\n"
            "      - figure:\n"
            "          file: file:///C:/map.png\n"
            "          title: A map\n"
            "          alt: Streets of the city"
        ),
        "BR502 11:17",
        "copy the file into the folder of the brief, and write `figures/map.png`",
    ),
    (
        "text: Trees shade the ground.",
        "text: See [the report](C:\\Users\\ann\\report.docx).",
        "BR306 8:28",
        "readers do not have this file: publish it and link to its address (https://…), or cite a s",
    ),
    (
        "text: Trees shade the ground.",
        "text: See [the report](file:///C:/report.docx).",
        "BR306 8:28",
        "readers do not have this file: publish it and link to its address (https://…), or cite a s",
    ),
    (
        "text: Trees shade the ground.",
        "text: See [the report](report.docx).",
        "BR306 8:28",
        "readers do not have this file: publish it and link to its address (https://…), or cite a s",
    ),
    (
        "",
        "summary: Some words here\n",
        "BR201 10:1",
        "did you mean 'bottom_line', or the 'summary' in 'outlook'?",
    ),
    ("", "references: Some words here\n", "BR201 10:1", "did you mean 'sources'?"),
    ("", "bibliography: Some words here\n", "BR201 10:1", "did you mean 'sources'?"),
    ("", "author: Some words here\n", "BR201 10:1", "did you mean 'authors'?"),
    ("", "keyword: Some words here\n", "BR201 10:1", "did you mean 'keywords'?"),
    ("", "body: Some words here\n", "BR201 10:1", "did you mean 'sections'?"),
    ("", "content: Some words here\n", "BR201 10:1", "did you mean 'sections'?"),
    ("", "text: Some words here\n", "BR201 10:1", "did you mean 'sections'?"),
    (
        "",
        "conclusion: Some words here\n",
        "BR201 10:1",
        "make it a section: `- title: Conclusion`, with its `text`, under `sections`",
    ),
    (
        "",
        "conclusions: Some words here\n",
        "BR201 10:1",
        "make it a section: `- title: Conclusions`, with its `text`, under `sections`",
    ),
    (
        "",
        "introduction: Some words here\n",
        "BR201 10:1",
        "make it a section: `- title: Introduction`, with its `text`, under `sections`",
    ),
    ("", "executive summary: Some words here\n", "BR201 10:1", "did you mean 'bottom_line'?"),
    ("", "executive_summary: Some words here\n", "BR201 10:1", "did you mean 'bottom_line'?"),
    ("", "recommendation: Some words here\n", "BR201 10:1", "did you mean 'recommendations'?"),
    ("", "scenarios: Some words here\n", "BR201 10:1", "move it into 'outlook'"),
    ("", "figures: Some words here\n", "BR201 10:1", "write it as `- figure: …` under `blocks` of a section"),
    ("", "charts: Some words here\n", "BR201 10:1", "write it as `- chart: …` under `blocks` of a section"),
    ("", "tables: Some words here\n", "BR201 10:1", "write it as `- table: …` under `blocks` of a section"),
    ("", "table: Some words here\n", "BR201 10:1", "write it as `- table: …` under `blocks` of a section"),
    ("", "tlp: Some words here\n", "BR201 10:1", "move it into 'marking'"),
    ("", "status: Some words here\n", "BR201 10:1", "move it into 'marking'"),
    ("", "name: Some words here\n", "BR201 10:1", "did you mean 'title', or the 'name' in 'authors'?"),
    ("", "heading: Some words here\n", "BR201 10:1", "did you mean 'title'?"),
    ("", "header: Some words here\n", "BR201 10:1", "did you mean 'title'?"),
    ("", "notes: Some words here\n", "BR201 10:1", "move it into 'audiences'"),
    ("", "logo: Some words here\n", "BR201 10:1", "move it to content/workspace.yaml"),
    ("", "version: Some words here\n", "BR201 10:1", "did you mean 'edition'?"),
    ("", "tags: Some words here\n", "BR201 10:1", "did you mean 'keywords'?"),
    ("", "subject: Some words here\n", "BR201 10:1", "did you mean 'subtitle'?"),
    ("", "description: Some words here\n", "BR201 10:1", "did you mean 'about'?"),
    (
        "",
        "background: Some words here\n",
        "BR201 10:1",
        "make it a section: `- title: Background`, with its `text`, under `sections`",
    ),
    ("", "methodology: Some words here\n", "BR201 10:1", "did you mean 'method'?"),
    ("", "methods: Some words here\n", "BR201 10:1", "did you mean 'method'?"),
    ("", "finding: Some words here\n", "BR201 10:1", "did you mean 'funding'?"),
    ("", "findings: Some words here\n", "BR201 10:1", "did you mean 'key_points'?"),
    ("", "key_messages: Some words here\n", "BR201 10:1", "did you mean 'key_points'?"),
    ("", "key messages: Some words here\n", "BR201 10:1", "did you mean 'key_points'?"),
    ("", "keypoints: Some words here\n", "BR201 10:1", "did you mean 'key_points'?"),
    ("", "Key points: Some words here\n", "BR201 10:1", "did you mean 'key_points'?"),
    ("", "bottom line: Some words here\n", "BR201 10:1", "did you mean 'bottom_line'?"),
    ("", "bottom-line: Some words here\n", "BR201 10:1", "did you mean 'bottom_line'?"),
    ("", "bluf: Some words here\n", "BR201 10:1", "did you mean 'bottom_line'?"),
    ("", "section: Some words here\n", "BR201 10:1", "did you mean 'sections'?"),
    ("", "source: Some words here\n", "BR201 10:1", "did you mean 'sources'?"),
    ("", "implication: Some words here\n", "BR201 10:1", "did you mean 'implications'?"),
    ("", "option: Some words here\n", "BR201 10:1", "did you mean 'options'?"),
    ("", "quote: Some words here\n", "BR201 10:1", "did you mean 'quotes'?"),
    ("", "question: Some words here\n", "BR201 10:1", "did you mean 'questions'?"),
    ("", "links: Some words here\n", "BR201 10:1", "did you mean 'web'?"),
    ("", "year: Some words here\n", "BR201 10:1", "did you mean 'date'?"),
    ("", "published: Some words here\n", "BR201 10:1", "did you mean 'date'?"),
    ("", "created: Some words here\n", "BR201 10:1", "did you mean 'date'?"),
    ("", "updated: Some words here\n", "BR201 10:1", "did you mean 'as_of'?"),
    ("", "lang: Some words here\n", "BR201 10:1", "did you mean 'language'?"),
    ("", "license: Some words here\n", "BR201 10:1", "did you mean 'licence'?"),
    ("", "copyright: Some words here\n", "BR201 10:1", "did you mean 'licence'?"),
    ("", "id: Some words here\n", "BR201 10:1", "move it into 'sections'"),
    ("", "audience: Some words here\n", "BR201 10:1", "did you mean 'audiences'?"),
    ("", "pages: Some words here\n", "BR201 10:1", "move it into 'sources'"),
    ("", "style: Some words here\n", "BR201 10:1", "did you mean 'type'?"),
    (
        "",
        "only: Some words here\n",
        "BR201 10:1",
        "move it to the text or section that it limits; for the whole brief, write `audiences`",
    ),
    ("", "horizon: Some words here\n", "BR201 10:1", "move it into 'outlook'"),
    ("", "fact: Some words here\n", "BR201 10:1", "did you mean 'facts'?"),
    ("", "numbers: Some words here\n", "BR201 10:1", "did you mean 'number'?"),
    ("", "data: Some words here\n", "BR201 10:1", "write it as `- chart: …` under `blocks` of a section"),
    ("", "images: Some words here\n", "BR201 10:1", "write it as `- figure: …` under `blocks` of a section"),
    ("", "caption: Some words here\n", "BR201 10:1", "did you mean 'title'?"),
    ("", "chapters: Some words here\n", "BR201 10:1", "did you mean 'sections'?"),
    ("", "paragraphs: Some words here\n", "BR201 10:1", "did you mean 'sections'?"),
    ("", "highlights: Some words here\n", "BR201 10:1", "did you mean 'key_points'?"),
    ("", "key_findings: Some words here\n", "BR201 10:1", "did you mean 'key_points'?"),
    ("", "disclaimer: Some words here\n", "BR201 10:1", "did you mean 'disclaimers'?"),
    ("", "issue: Some words here\n", "BR201 10:1", "move it into 'sources'"),
    ("", "volume: Some words here\n", "BR201 10:1", "move it into 'sources'"),
    ("", "place: Some words here\n", "BR201 10:1", "move it into 'sources'"),
    ("", "url: Some words here\n", "BR201 10:1", "did you mean 'web', or the 'url' in 'licence'?"),
    ("", "website: Some words here\n", "BR201 10:1", "did you mean 'web'?"),
    (
        "  - Trees cool the ground.",
        "  - text: Trees cool.\n  plain: Trees help.",
        "BR115 5:3",
        "add 2 spaces at the start of the line",
    ),
    (
        "  - Trees cool the ground.",
        "  - text: Trees cool.\n   plain: Trees help.",
        "BR115 5:4",
        "add 1 space at the start of the line",
    ),
    (
        "  - Trees cool the ground.",
        "  - text: Trees cool.\n      plain: Trees help.",
        "BR115 5:7",
        "delete 2 spaces at the start of the line",
    ),
    (
        "  - title: Shade matters\n    text: Trees shade the ground.",
        "  - title: Shade matters\n  text: Trees shade.",
        "BR115 8:3",
        "add 2 spaces at the start of the line",
    ),
    (
        "  - Trees cool the ground.",
        "  - text: Trees cool.\n  - plain: Trees help.",
        "BR202 5:5",
        "add `text: …`",
    ),
    ("  - Awnings", "  * Awnings", "BR107 5:3", "write `- Awnings cool the walls.`"),
    ("  - Awnings", "  \u2013 Awnings", "BR120 5:3", "write `- Awnings cool the walls.`"),
    ("  - Awn", "  -Awn", "BR106 5:3", "write `- Awnings cool the walls.`"),
    (
        "  - Tree",
        "  -Tree",
        "BR203 4:3",
        "start each item on its own line, with a hyphen and a space: `- Trees cool the ground.`",
    ),
    ("  - title", "  -title", "BR106 7:3", "write `- title: Shade matters`"),
    ("  - A", "  A", "BR106 5:3", "write `- Awnings cool the walls.`"),
    (
        "  - T",
        "  T",
        "BR203 4:3",
        "start each item on its own line, with a hyphen and a space: `- Trees cool the ground.`",
    ),
    (
        "  - title: Shade",
        "    title: Shade",
        "BR203 7:5",
        "start each item with a dash: `- title: Shade matters`",
    ),
    (
        "    text: Trees shade the ground.",
        "    text: Trees shade the ground.\n    only: public",
        "BR340 9:5",
        "add 'public' to `audiences` in content/workspace.yaml or in the brief, or remove `only`",
    ),
    ("title: ", "title\uff1a", "BR120 1:6", "write `title: Shade cools a street`, with an ordinary colon"),
    ("title: ", "title = ", "BR106 1:7", "write `title: Shade cools a street`"),
    ("title: ", "Title: ", "BR201 1:1", "did you mean 'title'?"),
    ("title: ", "TITLE: ", "BR201 1:1", "did you mean 'title'?"),
    ("- title: ", "- Title: ", "BR201 7:5", "did you mean 'title'?"),
    ("title: ", "titel: ", "BR201 1:1", "did you mean 'title'?"),
    ("title: ", "\u201ctitle\u201d: ", "BR120 1:1", "remove the quotes"),
    ("title: ", "**title**: ", "BR107 1:1", 'write `"**title**: Shade cools a street"`'),
    ("title: ", "- title: ", "BR115 1:1", "write `title: Shade cools a street`"),
    ("title: ", "title:\t", "BR105 1:7", "replace the tab with a space"),
    ("    text: Trees", "\ttext: Trees", "BR105 8:1", "use two spaces"),
    ("  - Trees", "\t- Trees", "BR105 4:1", "use two spaces"),
    ("- Trees", "-\tTrees", "BR105 4:4", "replace the tab with a space"),
    ("Shade cools", "Shade\tcools", "BR105 1:13", "replace the tab with a space"),
    ("title: ", "title:", "BR106 1:6", "write `title: Shade cools a street`"),
    ("date: ", "date:", "BR106 2:5", "write `date: 2026-06-01`"),
    ("outlook: ", "outlook:", "BR106 9:8", "write `outlook: More shade is planned.`"),
    ("text: Trees", "text:Trees", "BR106 8:9", "write `text: Trees shade the ground.`"),
    ("- title: ", "- title:", "BR106 7:10", "write `title: Shade matters`"),
    (
        "key_points:\n  - Trees",
        "key_points: - Trees",
        "BR106 3:13",
        "if it is a list, write `- Trees cool the ground.` on the lin",
    ),
    ("outlook: More", "outlook:\nMore", "BR106 10:1", "write `outlook: More shade is planned.`"),
    ("title: Shade", "title:\nShade", "BR106 2:1", "write `title: Shade cools a street`"),
    ("    text: Trees", "    text:\n    Trees", "BR106 9:5", "write `text: Trees shade the ground.`"),
    (
        "    text: Trees shade the ground.",
        "    text: Trees shade the ground.\n\n      They also cool it.",
        "BR124 10:7",
        "write `text: |`, and the whole text in the lines below",
    ),
    (
        "    text: Trees shade the ground.",
        "    text: Trees shade the ground.\n\nThey also cool it.",
        "BR106 10:1",
        "if it is a paragraph of 'text', write `text: |`, and start each line below with 6 spaces",
    ),
    (
        "    text: Trees shade the ground.",
        "    text: Trees shade the ground.\n\n    They also cool it.",
        "BR106 10:5",
        "if it is a paragraph of 'text', write `text: |`, and start each line below with 6 spaces",
    ),
    (
        "outlook: More shade is planned.",
        "outlook: More shade is planned.\n\nMuch more.",
        "BR106 11:1",
        "if it is a paragraph of 'outlook', write `outlook: |`, and start each line below with 2 spaces",
    ),
    (
        "    text: Trees shade the ground.",
        "    text: |\n    Trees shade the ground.",
        "BR115 9:5",
        "start each of its lines with 6 spaces",
    ),
    (
        "    text: Trees shade the ground.",
        "    text: |\nTrees shade the ground.",
        "BR115 9:1",
        "start each of its lines with 6 spaces",
    ),
    (
        "    text: Trees shade the ground.",
        "    text: |\n      Trees shade the ground.\n\nThey cool.",
        "BR115 11:1",
        "start it with 6 spaces, as line 9 does",
    ),
    (
        "    text: Trees shade the ground.",
        "    text: |\n      Trees shade the ground.\n\n    They cool.",
        "BR115 11:5",
        "start it with 6 spaces, as line 9 does",
    ),
    (
        "    text: Trees shade the ground.",
        "    text: |\n      Trees shade the ground.\n\n     They cool.",
        "BR115 9:7",
        "delete 1 space before it, so that all lines start alike",
    ),
    (
        "    text: Trees shade the ground.",
        "    text: | Trees shade the ground.",
        "BR107 8:11",
        "indent the text in the lines below `|`",
    ),
    (
        "    text: Trees shade the ground.",
        "    text: > Trees shade the ground.",
        "BR107 8:11",
        "indent the text in the lines below `>`",
    ),
    (
        "    text: Trees shade the ground.",
        "    text: >- Trees shade the ground.",
        "BR107 8:11",
        "indent the text in the lines below `>`",
    ),
    ("title: Shade", 'title: "Shade', "BR107 1:8", 'write `title: "Shade cools a street"`'),
    ("- Trees", '- "Trees', "BR107 4:5", 'write `- "Trees cool the ground."`'),
    ("text: Trees", 'text: "Trees', "BR107 8:11", 'write `text: "Trees shade the ground."`'),
    ("outlook: More", 'outlook: "More', "BR107 9:10", 'write `outlook: "More shade is planned."`'),
    ("title: Shade", "title: 'Shade", "BR107 1:8", 'write `title: "Shade cools a street"`'),
    ("- Trees", "- 'Trees", "BR107 4:5", 'write `- "Trees cool the ground."`'),
    (
        "title: Shade cools a street",
        "title: \u201cShade cools: a street\u201d",
        "BR120 1:8",
        'write `title: "Shade cools: a street"`',
    ),
    ("- Trees cool the ground.", "- \u201cTrees: cool\u201d", "BR211 4:5", 'write `- "Trees: cool"`'),
    (
        "title: Shade cools a street",
        'title: "Shade cools a street\u201d',
        "BR107 1:8",
        'write `title: "Shade cools a street"`',
    ),
    ("title: Shade cools a street", "title: % of shade", "BR107 1:8", 'write `title: "% of shade"`'),
    ("title: Shade cools a street", "title: @city cools", "BR107 1:8", 'write `title: "@city cools"`'),
    ("- Trees", "- @city Trees", "BR107 4:5", 'write `- "@city Trees cool the ground."`'),
    ("title: Shade cools a street", "title: `city` cools", "BR107 1:8", 'write `title: "`city` cools"`'),
    (
        "key_points:\n  - Trees cool the ground.\n  - Awnings cool the walls.",
        "key_points: [One, two",
        "BR106 3:13",
        "write `key_points: [One, two]`",
    ),
    ("outlook:", "marking: {tlp: GREEN\noutlook:", "BR106 9:10", "write `marking: {tlp: GREEN}`"),
    ("outlook:", "keywords: [a, b\noutlook:", "BR106 9:11", "write `keywords: [a, b]`"),
    (
        "title: Shade cools a street",
        "title: Shade is #1",
        "BR110 1:17",
        "put the whole text in quotes; if this is a comment, write a space after '#'",
    ),
    (
        "title: Shade cools a street",
        "title: Shade: it cools",
        "BR108 1:13",
        'write `title: "Shade: it cools"`',
    ),
    ("- Trees cool", "- Trees: cool", "BR211 4:5", 'write `- "Trees: cool the ground."`'),
    ("text: Trees shade", "text: Trees: shade", "BR108 8:16", 'write `text: "Trees: shade the ground."`'),
    (
        "text: Trees shade the ground.",
        "text: Trees shade the ground:",
        "BR108 8:33",
        'write `text: "Trees shade the ground:"`',
    ),
    (
        "outlook: More shade is planned.",
        "outlook:\n  summary: x\n  exclusive: yes",
        "BR206 11:14",
        "write true",
    ),
    (
        "    text: Trees shade the ground.",
        (
            "    text: Trees shade the ground.\n"
            "    blocks:\n"
            "      - box:\n"
            "          title: T\n"
            "          text: B\n"
            "          wide: True"
        ),
        "BR206 13:17",
        "write true",
    ),
    ("", "number: 007\n", "BR205 10:9", "write 7"),
    ("", "short: A tighter text\n", "BR201 10:1", "`text: …`, and below it `short: …`"),
    ("", "method:\n  One line.\n\n  Another one.\n", "BR124 13:3", "write `method: |`"),
    ("date: 2026-06-01", "date: June 2026", "BR204 2:7", "write 2026-06"),
    ("", "number: No. 7\n", "BR205 10:9", "write 7"),
    ("", "number: 3/2026\n", "BR205 10:9", "write only digits: 4"),
    ("", "edition: 2nd\n", "BR205 10:10", "write 2"),
    ("date: 2026-06-01", "date: 29/11/2026", "BR204 2:7", "write 2026-11-29"),
    ("date: 2026-06-01", "date: 11/29/2026", "BR204 2:7", "write 2026-11-29"),
    ("date: 2026-06-01", "date: 29 November 2026", "BR204 2:7", "write 2026-11-29"),
    ("date: 2026-06-01", "date: November 29, 2026", "BR204 2:7", "write 2026-11-29"),
    ("date: 2026-06-01", "date: 29.11.2026", "BR204 2:7", "write 2026-11-29"),
    ("date: 2026-06-01", "date: 2026/11/29", "BR204 2:7", "write 2026-11-29"),
    ("date: 2026-06-01", "date: 2026.11.29", "BR204 2:7", "write 2026-11-29"),
    ("date: 2026-06-01", "date: 29-11-2026", "BR204 2:7", "write 2026-11-29"),
    ("date: 2026-06-01", "date: 2026-6-1", "BR204 2:7", "write 2026-06-01"),
    ("date: 2026-06-01", "date: 20261129", "BR204 2:7", "write 2026-11-29"),
    ("date: 2026-06-01", "date: 2026-11-29T10:00", "BR204 2:7", "write 2026-11-29"),
    ("date: 2026-06-01", "date: 2026-11-31", "BR204 2:7", "write year-month-day or year-month: 2026-11-22"),
    ("date: 2026-06-01", "date: 29. November 2026", "BR204 2:7", "write 2026-11-29"),
    (
        "date: 2026-06-01",
        "date: 29 novembre 2026",
        "BR204 2:7",
        "write year-month-day or year-month: 2026-11-22",
    ),
    ("date: 2026-06-01", "date: Sunday, 29 November 2026", "BR204 2:7", "write 2026-11-29"),
    ("date: 2026-06-01", "date: 01/02/2026", "BR204 2:7", "write 2026-02-01 or 2026-01-02"),
    ("date: 2026-06-01", "date: 2026\u201311\u201329", "BR204 2:7", "write 2026-11-29"),
    (
        "",
        "marking:\n  embargo_until: 29 November 2026, 10:00\n",
        "BR204 11:18",
        "write date, time and zone: 2026-11-24T06:00:00Z",
    ),
    (
        "",
        "marking:\n  embargo_until: 10:00\n",
        "BR204 11:18",
        "write date, time and zone: 2026-11-24T06:00:00Z",
    ),
    ("sections:", "---\nsections:", "BR113 6:1", "remove the line `---`"),
    ("", "...\nMore text\n", "BR113 10:1", "remove the line `...`"),
    ("", "...\nnumber: 3\n", "BR113 10:1", "remove the line `...`"),
    ("sections:", "...\nsections:", "BR113 6:1", "remove the line `...`"),
    (
        "    text: Trees shade the ground.",
        "    text: >-\n      Trees shade the ground.\n      # check this\n      They cool.",
        "BR124 10:7",
        "write `text: |`, and the whole text in the lines below; if it is a comment, move it above ",
    ),
    (
        "    text: Trees shade the ground.",
        "    text: Trees shade\n      # note\n      the ground.",
        "BR110 9:7",
        "remove it, or move it above the line where the text starts",
    ),
    (
        "    text: Trees shade the ground.",
        (
            "    text: Trees shade the ground.\n"
            "    blocks:\n"
            "      - table:\n"
            "          title: T is a table\n"
            "          alt: Lists the things\n"
            "          data: data.ods"
        ),
        "BR318 13:17",
        "save it as '.xlsx', and write `data: data.xlsx`",
    ),
    (
        "    text: Trees shade the ground.",
        (
            "    text: Trees shade the ground.\n"
            "    blocks:\n"
            "      - table:\n"
            "          title: T is a table\n"
            "          alt: Lists the things\n"
            "          data: data.docx"
        ),
        "BR318 13:17",
        "copy the table into a spreadsheet, save it as '.xlsx' next to the brief, and write `data: d",
    ),
    (
        "    text: Trees shade the ground.",
        (
            "    text: Trees shade the ground.\n"
            "    blocks:\n"
            "      - table:\n"
            "          title: T is a table\n"
            "          alt: Lists\n"
            "          data: C:\\Users\\ann\\data.csv"
        ),
        "BR502 13:17",
        "copy the file into the folder of the brief, and write `data/data.csv`",
    ),
    (
        "",
        "sources: refs.docx\n",
        "BR203 10:10",
        "export the sources from your reference manager as BibTeX (.bib) or CSL-JSON (.json)",
    ),
    (
        "",
        "sources:\n  - Ministry of Shade (2024). Shade: a report\n",
        "BR203 11:5",
        'put quotation marks around it: `- "Ministry of Shade (2024). Shade: a report"`',
    ),
    (
        "",
        "sources: references\n",
        "BR203 10:10",
        "name a file next to the brief that ends in .bib (BibTeX) or .json (CSL-JSON)",
    ),
    (
        "",
        "sources: refs.ris\n",
        "BR203 10:10",
        "export the sources from your reference manager as BibTeX (.bib) or CSL-JSON (.json)",
    ),
    (
        "",
        "authors: Ann Bee, Carl Dee\n",
        "BR203 10:10",
        "start each item on its own line, with a hyphen and a space: `- Ann Bee, Carl Dee`",
    ),
    (
        "",
        "authors: Ann Bee and Carl Dee\n",
        "BR203 10:10",
        "start each item on its own line, with a hyphen and a space: `- Ann Bee and Carl Dee`",
    ),
    ("", "outlook:\n  summary: x\n", "BR109 10:1", "remove one of the two"),
    ("", "outlook: y\n", "BR109 10:1", "remove one of the two"),
    ("", "sections:\n  - title: B\n    text: C\n    id: zz\n", "BR109 10:1", "remove one of the two"),
    ("", "title: x\n", "BR109 10:1", "remove one of the two"),
    (
        "    text: Trees shade the ground.",
        '    text: "Trees.\n\n      Ground."\n',
        "BR124 10:7",
        "write `text: |`, and the whole text in the lines below",
    ),
    (
        "  - Trees cool the ground.",
        "  - Trees cool.\n\n    The ground.",
        "BR124 6:5",
        "write `- |`, and the whole text in the lines below",
    ),
    ("date: ", "date ", "BR106 2:1", "write `date: 2026-06-01`"),
    ("title: ", "title ", "BR106 1:1", "write `title: Shade cools a street`"),
    ("title: ", "title; ", "BR106 1:1", "write `title: Shade cools a street`"),
    ("title: ", "title - ", "BR106 1:1", "write `title: Shade cools a street`"),
    ("date: ", "Date ", "BR106 2:1", "write `date: 2026-06-01`"),
    ("sections:", "sections", "BR106 6:1", "write `sections: …`"),
    ("key_points:", "key_points", "BR106 3:1", "write `key_points: …`"),
    ("text: Trees", "text Trees", "BR106 8:5", "write `text: Trees shade the ground.`"),
    ("- Trees cool", "- text:Trees cool", "BR106 4:9", "write `text: Trees cool the ground.`"),
    (
        "- Trees cool",
        "- text:\xa0Trees cool",
        "BR118 4:10",
        "delete the space after `text:`, and type it again",
    ),
    (
        "  - Trees cool the ground.",
        "  - text: Trees\n    plain:Trees cool",
        "BR106 5:10",
        "write `plain: Trees cool`",
    ),
    (
        "    text: Trees shade the ground.",
        "    text: Trees shade.\n      blocks:\n      - text: x",
        "BR115 9:7",
        "delete 2 spaces at the start of the line",
    ),
    (
        "    text: Trees shade the ground.",
        "    text: Trees shade.\n    blocks:\n      - table:\n        title: X",
        "BR115 11:9",
        "add 2 spaces at the start of the line",
    ),
    (
        "    text: Trees shade the ground.",
        "    text: Trees shade.\n    blocks:\n    - chart:\n      title: X\n      kind: bar",
        "BR115 11:7",
        "add 2 spaces at the start of each of its lines",
    ),
    ("- title: Shade", "- heading: Shade", "BR201 7:5", "did you mean 'title'?"),
    ("    text: Trees", "    body: Trees", "BR201 8:5", "did you mean 'text'?"),
    (
        "    text: Trees shade the ground.",
        "    text: Trees shade the ground.\n    chart:\n      title: x",
        "BR201 9:5",
        "write it as `- chart: …` under `blocks` of a section",
    ),
    ("title: ", "\u2018title\u2019: ", "BR120 1:1", "remove the quotes"),
    ("", "Key Messages:\n  - x\n", "BR201 10:1", "did you mean 'key_points'?"),
    (
        "- Trees cool",
        "- Note: the trees: cool",
        "BR108 4:20",
        'write `- "Note: the trees: cool the ground."`',
    ),
    (
        "text: Trees shade",
        "text: See https://example.org: shade",
        "BR108 8:34",
        'write `text: "See https://example.org: shade the ground."`',
    ),
    ("title: Shade cools a street", "title: & shade", "BR107 1:8", 'write `title: "& shade"`'),
    ("title: Shade cools a street", "title: !shade now", "BR114 1:8", "remove it; if it is text, quote it"),
    ("title: Shade cools a street", "title: ? shade now", "BR107 1:8", 'write `title: "? shade now"`'),
    ("- Trees cool", "- - Trees cool", "BR203 4:5", "write text"),
    (
        "- Trees cool",
        "-- Trees cool",
        "BR203 4:3",
        "start each item on its own line, with a hyphen and a space: `- Trees cool the ground.`",
    ),
    ("  - Awn", "  \u2014 Awn", "BR120 5:3", "write `- Awnings cool the walls.`"),
    ("- Trees cool", "- **Trees** cool", "BR107 4:5", 'write `- "**Trees** cool the ground."`'),
    ("text: Trees", "text: > Trees", "BR107 8:11", "indent the text in the lines below `>`"),
    (
        "",
        "authors:\n  Ann Bee,\n  Carl Dee\n",
        "BR203 11:3",
        "start each item on its own line, with a hyphen and a space: `- Ann Bee,`",
    ),
    (
        "",
        "authors: - Ann Bee\n",
        "BR106 10:10",
        "if it is a list, write `- Ann Bee` on the line below `authors:`; if it is a text, write `a",
    ),
    ("text: Trees", "text: {trees} Trees", "BR107 8:11", 'write `text: "{trees} Trees shade the ground."`'),
    ("text: Trees", "text: [@a] Trees", "BR107 8:11", 'write `text: "[@a] Trees shade the ground."`'),
    (
        "text: Trees",
        "text: [Trees](https://example.org) Trees",
        "BR107 8:11",
        'write `text: "[Trees](https://example.org) Trees shade the ground."`',
    ),
    ("    text:", "  \ttext:", "BR105 8:3", "use two spaces"),
    ("title: Shade cools a street", "title:", "BR208 1:1", "add a value, or remove the line"),
    ("title: Shade cools a street", "title: null", "BR208 1:1", "add a value, or remove the line"),
    ("", "Title: x\n", "BR201 10:1", "did you mean 'title'?"),
    (
        "title: Shade cools a street",
        'title: "Shade": it cools',
        "BR108 1:15",
        "write `title: '\"Shade\": it cools'`",
    ),
    (
        "title: Shade cools a street",
        "title: 'Tis the season",
        "BR107 1:8",
        'write `title: "\'Tis the season"`',
    ),
    ("title: Shade cools a street", "title: '90s heat", "BR107 1:8", 'write `title: "\'90s heat"`'),
    ("title: Shade cools a street", "title: <b>Shade</b>", "BR311 1:8", "write **Shade**"),
    (
        "    text: Trees shade the ground.",
        (
            "    text: Trees shade the ground.\n"
            "    blocks:\n"
            "      - table:\n"
            "          title: T is a table\n"
            "          alt: Lists\n"
            "          data:\n"
            "            Year,Wind\n"
            "            2015,28"
        ),
        "BR217 14:13",
        "write each row on a line of its own, in brackets after a dash: `- [Year, Wind]`",
    ),
    (
        "outlook: More shade is planned.",
        "outlook:\n  - More shade.",
        "BR203 10:3",
        "write keys and values (accept, only, not, horizon, scale, summary, assumptions, drivers, e",
    ),
    (
        "outlook: More shade is planned.",
        "outlook:\nsummary: More shade.",
        "BR115 10:1",
        "add 2 spaces at the start of the line",
    ),
    (
        "",
        "marking: TLP:AMBER\n",
        "BR203 10:10",
        "write keys and values (tlp, embargo_until, handling, status)",
    ),
    ("", "marking:\n  tlp: TLP:AMBER\n", "BR207 11:8", "did you mean 'AMBER'?"),
    ("", "facts:\n  - trees: 5\n", "BR203 11:3", "write an id and a colon in place of each dash: `my-id: …`"),
    (
        "",
        "facts:\n  a: {value: 1,200, unit: trees}\n",
        "BR208 11:16",
        "put the whole text, with its comma, in quotes",
    ),
    (
        "",
        "sources:\n  - title: T\n    author: A\n",
        "BR203 11:5",
        "write an id and a colon in place of the dash: `sources:`, and in the lines below `  my-id:`",
    ),
    ("", "outlook: again\n", "BR109 10:1", "remove one of the two"),
    (
        "    text: Trees shade the ground.",
        (
            "    text: Trees shade the ground.\n"
            "    blocks:\n"
            "      - chart:\n"
            "        kind: bar\n"
            "        title: X is Y\n"
            "        alt: Bars of x\n"
            "        data:\n"
            "          - [Year, Wind]\n"
            "          - [2015, 28]\n"
            "          - [2016, 29]"
        ),
        "BR115 11:9",
        "add 2 spaces at the start of each of its lines",
    ),
    (
        "    text: Trees shade the ground.",
        (
            "    text: Trees shade the ground.\n"
            "    blocks:\n"
            "      - chart:\n"
            "        kind: bar\n"
            "        title: X is Y\n"
            "        alt: Bars of x\n"
            "        data: a.csv"
        ),
        "BR115 11:9",
        "add 2 spaces at the start of each of its lines",
    ),
    (
        "    text: Trees shade the ground.",
        (
            "    text: Trees shade the ground.\n"
            "    blocks:\n"
            "      - box:\n"
            "        title: X is Y\n"
            "        text: T\n"
            "      - text: more"
        ),
        "BR115 11:9",
        "add 2 spaces at the start of each of its lines",
    ),
    (
        "    text: Trees shade the ground.",
        (
            "    text: Trees shade the ground.\n"
            "    blocks:\n"
            "      - figure:\n"
            "        file: a.png\n"
            "        title: X is Y\n"
            "        alt: Bars of x"
        ),
        "BR115 11:9",
        "add 2 spaces at the start of each of its lines",
    ),
    (
        "",
        "marking:\ntlp: GREEN\nstatus: draft\nnumber: 3\n",
        "BR115 11:1",
        "add 2 spaces at the start of each of its lines",
    ),
    ("", "facts:\n  trees:\n  value: 5\n  unit: km\n", "BR208 11:3", "add a value, or remove the line"),
    ("", "sources:\n  a:\n  title: T\n  author: B\n", "BR208 11:3", "add a value, or remove the line"),
    ("", "subtitle:\nseries: x\n", "BR208 10:1", "add a value, or remove the line"),
]

INNOCENT = [
    ("    text: Trees shade the ground.", "    text: 'Trees shade the ground.\n\n\n      They cool.'"),
    ("2026-06-01", "2026-06-01 # 1 June"),
    ("Shade cools a street", "Shade cools # 1 of 2 titles"),
    ("Shade cools a street", "Shade [of trees]"),
    ("Shade cools a street", "Shade in (0, 1]"),
    ("Shade cools a street", r"Shade \[of trees\]"),
    ("Shade cools a street", '"Shade # 5"'),
    ("Awnings cool the walls.", "Awnings cool\n    the walls."),
    ("Awnings cool the walls.", "Awnings cool,\n    Trees too."),
    (
        "Awnings cool the walls.",
        "Awnings cool the walls of houses, of schools, of offices and halls.\n    Trees too.",
    ),
    ("the ground.", "the ground.\n    Trees too.\n  - Walls are warm.\n    Awnings help."),
    (
        "    text: Trees shade the ground.",
        "    text: |\n      Trees shade.\n      Walls warm.\n      So it is.",
    ),
    (
        "    text: Trees shade the ground.",
        "    text: >-\n      Trees shade.\n      Walls warm.\n      So it is.",
    ),
    ("- Trees cool the ground.", "- |\n    Trees cool.\n    So it is."),
    ("- Trees cool the ground.", "- >-\n    Trees cool.\n    So it is."),
    ("title: ", "title:  "),
    ("title: ", "title : "),
    ("title: ", '"title": '),
    ("title: ", "title: \u00a0"),
    ("Shade cools a street", "L'ombre\u00a0; la rue\u202f!"),
    ("Shade cools a street", "\u201cShade\u201d cools a street"),
    ("Shade cools a street", '"Shade cools: a street"'),
    ("Shade cools a street", "'The city''s \"new\" rule'"),
    ("Shade cools a street", 'The "new" rule'),
    ("Shade cools a street", r"C:\temp\new"),
    ("Shade cools a street", r"'C:\temp\new'"),
    ("Shade cools a street", r'"C:\\temp\\new"'),
    ("Shade cools a street", '"Shade cools\n  a street"'),
    ("Shade cools a street", "Shade cools\n  a street"),
    ("Shade cools a street", "Shade cools # the working title"),
    ("Shade cools a street", "5 % of shade & heat, 12:30, 3:1, C#1"),
    ("text: Trees shade the ground.", r'text: "one\ntwo"'),
    ("text: Trees shade the ground.", r'text: "One.\n\nTwo."'),
    ("text: Trees shade the ground.", "text: >-\n      Trees shade\n      the ground.\n\n"),
    ("text: Trees shade the ground.", "text: >-\n\n      Trees shade\n      the ground."),
    ("text: Trees shade the ground.", "text: >-\n      Trees, as said\n      - and shown -\n      shade it."),
    ("text: Trees shade the ground.", "text: >-\n      Trees #shade\n      #1 the ground."),
    ("text: Trees shade the ground.", "text: |\n      Trees.\n\n      Ground:\n\n      - one\n      - two"),
    ("text: Trees shade the ground.", "text: |\n      Date: the day.\n      title:no key here"),
    ("text: Trees shade the ground.", "text: 'text:no key here'"),
    ("text: Trees shade the ground.", "text: Note:this is a text"),
    ("text: Trees shade the ground.", "text: See [a site](https://example.org/report.pdf)."),
    ("  - Awnings", "    - Awnings"),
    ("", "# a comment\n\n# another\n"),
    ("", "...\n"),
    ("", "series: Trees\nnumber: 7\n"),
]


def findings_of(files):
    planned = plan(files, Selection())
    failed = [finding for failure in planned.failed for finding in failure.error.findings]
    return [*failed, *(finding for job in planned.jobs for finding in job.findings)]


def changed(old, new):
    assert old in GOOD
    return GOOD.replace(old, new, 1) if old else GOOD + new


@each(("old", "new", "place", "help"), MISTAKES)
def test_a_mistake_is_one_finding_with_the_text_to_type(workspace, old, new, place, help):
    (found,) = findings_of(workspace(changed(old, new)))
    assert f"{found.code} {found.where.line}:{found.where.column}" == place
    assert help in found.help


def test_there_are_enough_mistakes():
    assert len({(old, new) for old, new, _, _ in MISTAKES}) == len(MISTAKES) >= 250


@each(("old", "new"), INNOCENT)
def test_a_look_alike_is_no_mistake(workspace, old, new):
    assert findings_of(workspace(changed(old, new))) == []


def test_a_list_of_audiences_gets_the_keys_to_write(workspace):
    (failure,) = plan(workspace(f"{GOOD}audiences: [policymaker, public]\n"), Selection()).failed
    (found,) = failure.error.findings
    assert (found.code, found.where.line) == ("BR203", 10)
    assert found.help == "write `audiences: {policymaker: {}, public: {}}`"


@each(
    ("value", "codes"),
    [
        *((value, ["BR337"]) for value in ('"12,500"', '"1,5"', "1e6", "12 500", "1.234.567")),
        *((value, []) for value in ("12500", "-2.5", "about 12", "12-15", "2026-05", "2026-05-03", "A1e6")),
    ],
)
def test_a_number_of_a_fact_is_written_as_in_data(workspace, value, codes):
    brief = f"{GOOD}facts:\n  length: {{value: {value}, unit: km, label: length}}\nat_a_glance: [length]\n"
    (job,) = plan(workspace(brief), Selection(audiences=("policymaker",))).jobs
    assert [found.code for found in job.findings if found.code == "BR337"] == codes
