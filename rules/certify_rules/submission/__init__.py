"""The archive for Partner Center: its levels, its solutions, and the connector in them."""
