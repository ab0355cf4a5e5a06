"""Custom code: its form, what it calls, the operations it is for, and what its texts give away."""
