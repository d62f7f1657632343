"""Wishes about cart and orders: parts of a message go in; what was done at the `Counter` comes out."""
