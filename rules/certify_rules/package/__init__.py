"""Which files a connector package has, what they are called, and whether they can be read at all."""
