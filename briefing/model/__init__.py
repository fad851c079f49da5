"""What a person types, as frozen pydantic values. One file per subject; no reading, no checking across files."""
