"""Call-backs: who is to be called, the calls, how they ended."""
