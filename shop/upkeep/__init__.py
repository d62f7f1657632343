"""What the owner's timers run: retention and backup."""
