"""The engine: rules run over the documents of one package, and their problems become findings."""
