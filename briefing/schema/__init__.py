"""What a person may type, described for others: JSON Schemas for editors, made from the models."""
