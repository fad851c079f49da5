"""Break paragraphs into lines as a whole: `total_fit` chooses the breaks, `measured_text` measures the text."""
