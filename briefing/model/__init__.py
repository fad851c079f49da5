"""The content model: everything that a person can write in YAML, as frozen pydantic values."""
