"""Where the API is: host, base path, schemes, and paths that repeat them."""
