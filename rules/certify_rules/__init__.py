"""The rules that ship with certify: one folder a family, one file a requirement or a handful of siblings."""
