"""Dynamic extensions: choices and schemas that the designer gets by calling another operation."""
