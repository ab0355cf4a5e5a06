"""The App's private key: from a file or as text, and looked at before anything depends on it."""

from __future__ import annotations

from pathlib import Path

from certify.errors import SettingsError

_NAME = "CERTIFY_GITHUB_PRIVATE_KEY"


def read_key(given: str) -> str:
    """The key as PEM text. `given` is that, or the path of a file with it. Raises SettingsError, quoting nothing of it."""
    if "-----BEGIN" in given:
        # Environments that keep a value on one line write line ends as \\n.
        pem = given.replace("\\n", "\n")
    else:
        try:
            pem = Path(given).read_text(encoding="ascii")
        except (OSError, ValueError) as error:
            raise SettingsError(
                f"{_NAME} is neither a PEM text nor a file that can be read ({type(error).__name__})"
            ) from None
    if not _is_usable(pem):
        raise SettingsError(
            f"{_NAME} is no private key of an App; generate one on your GitHub App's page, and give the whole .pem file"
        )
    return pem


def _is_usable(pem: str) -> bool:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        return isinstance(load_pem_private_key(pem.encode(), password=None), RSAPrivateKey)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return False
