"""`apiProperties.json` as typed views: publisher, brand, connection parameters, OAuth settings, policies."""

from certify.documents.properties.connection import ConnectionParameter, ConnectionSet, OAuthSettings
from certify.documents.properties.policy import Policy
from certify.documents.properties.properties import Properties, walk_properties

__all__ = [
    "ConnectionParameter",
    "ConnectionSet",
    "OAuthSettings",
    "Policy",
    "Properties",
    "walk_properties",
]
