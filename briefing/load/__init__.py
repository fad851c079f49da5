"""Reading: YAML text to data with places, data to the model or findings, and what a workspace holds."""
