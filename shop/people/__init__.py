"""Accounts: how one is made, kept, exported and erased."""
