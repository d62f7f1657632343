"""Words to values: a text goes in; stems, quantities, price bounds, topics and degrees come out."""
