"""Published connectors: titles and icons that are taken."""
