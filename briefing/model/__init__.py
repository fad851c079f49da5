"""The content model: everything a person can type, as frozen pydantic values."""
