"""Structure: the HTML of an edition → its structure tree, as PDF/UA wants it. Knows no PDF file and no WeasyPrint."""
