"""The beginnings of a connector package, for a kind of publisher and a way to sign in."""

from certify.skeleton.skeleton import Auth, Kind, Names, skeleton

__all__ = ["Auth", "Kind", "Names", "skeleton"]
