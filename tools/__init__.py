"""What is run at build time and never by the shop."""
