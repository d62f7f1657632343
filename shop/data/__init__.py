"""What `flask shop seed` puts in, and the pictures that go with it."""
