"""Selling: terms, carts, checkout, and what becomes of an order. Every write is one transaction of its own."""
