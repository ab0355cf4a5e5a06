"""Parameters and request bodies: their form, their texts, what makers see of them, and the values they take."""
