"""Read PDF files: objects, texts, metadata, conformance."""
