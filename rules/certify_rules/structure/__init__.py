"""The definition as an OpenAPI 2.0 document: its members and types, references, limits, and MIME types."""
