"""Measures the shop: `python -m evals`. README.md says what is measured, and by which conventions."""
