"""Reads catalogues of several formats and puts them on the shelves.

`formats.rows_of` turns a file into rows in the terms of the catalogue file, `gathering.Gathered` brings the
rows of one product together, `writing.put` compares them with the shop and writes what differs.
"""
