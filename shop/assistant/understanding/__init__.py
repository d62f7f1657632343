"""A message to a request: text, vocabulary and dialogue go in; a `Wanted` comes out."""
