"""Microsoft's extensions of OpenAPI, `x-ms-*`: their names and what they say."""
