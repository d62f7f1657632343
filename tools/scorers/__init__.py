"""Trains the models of frames from sentences: our own, and public ones beside the checkout."""
