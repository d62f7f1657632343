"""A request to products: criteria and a catalogue go in; a `Shortlist` or an outfit comes out."""
