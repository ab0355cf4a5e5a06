"""What we use of securesystemslib's signers, in one place: the library documents these names, but marks none as exported."""

# mypy: disable-error-code="attr-defined"
# pyright: reportPrivateImportUsage=false

from __future__ import annotations

from typing import TypeAlias

from securesystemslib.signer import CryptoSigner as _CryptoSigner
from securesystemslib.signer import Key as _Key
from securesystemslib.signer import Signature as _Signature
from securesystemslib.signer import Signer as _Signer
from securesystemslib.signer import SSlibKey as _SSlibKey

CryptoSigner: TypeAlias = _CryptoSigner
Key: TypeAlias = _Key
Signature: TypeAlias = _Signature
Signer: TypeAlias = _Signer
SSlibKey: TypeAlias = _SSlibKey
