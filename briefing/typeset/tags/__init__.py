"""Write the structure tree into the PDF."""
