"""A request to an answer by rules: a `Task` goes in; an `Answer` with products and words comes out."""
