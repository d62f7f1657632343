"""An answer in a model's words: what was prepared goes in; checked words come out."""
