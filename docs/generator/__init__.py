"""The pages of the documentation that are made of what is installed: rules, settings, formats and commands."""
