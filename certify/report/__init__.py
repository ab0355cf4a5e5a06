"""The certification report: everything that a run knows of a package, as a page, as Markdown and as JSON."""
