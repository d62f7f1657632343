"""A model's text against this turn's rows: clauses go in; those that may be said come out."""
