"""The icon: kind of file, size, opacity, background and logo."""
