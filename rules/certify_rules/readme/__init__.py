"""Rules on `readme.md`, by Microsoft's templates for it, and on `intro.md`, which becomes the documentation page."""
