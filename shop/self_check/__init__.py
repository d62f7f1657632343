"""The owner's own catalogue asked about and scored, without a model."""
