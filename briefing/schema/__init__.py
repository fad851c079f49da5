"""Makes JSON Schemas for editors from the content model."""
