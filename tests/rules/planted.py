"""Keys of every form that is looked for, put together here so that no scanner takes this file for a leak."""

from __future__ import annotations

import json
from base64 import b64encode, urlsafe_b64encode

_RANDOM = "q7Rz2LmX84vWc1RbYp6NkT93HsJd5FgUaE0oQiZxVtBn"
_HEXADECIMAL = "3f6c1b527e944d0a9b572e8a61d4c390"


def _part(value: object) -> str:
    return urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def _token(payload: object) -> str:
    return f"{_part({'alg': 'HS256', 'typ': 'JWT'})}.{_part(payload)}.{_RANDOM}"


_BODY = b64encode(bytes(range(3, 150))).decode()
PRIVATE_KEY = "\n".join(
    (
        "-----BEGIN RSA " + "PRIVATE KEY-----",
        *(_BODY[at : at + 64] for at in range(0, len(_BODY), 64)),
        "-----END RSA " + "PRIVATE KEY-----",
    )
)

# Each as it stands in a file, and the part that must not be told.
PLANTED = {
    "AWS": ("AK" + "IAW5RUMB8TIDE73XYQ",) * 2,
    "GitHub": ("gh" + "p_" + _RANDOM[:36],) * 2,
    "GitHub app": ("gh" + "s_" + _RANDOM[:36],) * 2,
    "GitHub sign-in": ("gh" + "o_" + _RANDOM[:36],) * 2,
    "GitLab": ("gl" + "pat-" + _RANDOM[:20],) * 2,
    "GitHub fine-grained": ("github_" + "pat_" + _RANDOM + _RANDOM[:20],) * 2,
    "Slack": ("xo" + "xb-2481632-" + _RANDOM[:24],) * 2,
    "Slack webhook": (
        "https://hooks.slack" + f".com/services/T01ABCDEF/B02GHIJKL/{_RANDOM[:24]}",
        _RANDOM[:24],
    ),
    "Stripe": ("sk_" + "live_" + _RANDOM[:24],) * 2,
    "GitHub, with a run": ("gh" + "p_1234567890" + _RANDOM[:26],) * 2,
    "Slack app": ("xa" + "pp-1-2481632-" + _RANDOM[:24],) * 2,
    "npm": ("np" + "m_" + _RANDOM[:36],) * 2,
    "PyPI": ("py" + "pi-AgEI" + _RANDOM + _RANDOM[:20],) * 2,
    "Shopify": ("shp" + "at_" + _HEXADECIMAL[:32],) * 2,
    "Hugging Face": ("hf" + "_qRzLmXvWcRbYpNkTHsJdFgUaEoQiZxVtBn",) * 2,
    "DigitalOcean": ("do" + "p_v1_" + _HEXADECIMAL * 2,) * 2,
    "Atlassian": ("ATA" + "TT3x" + _RANDOM + _RANDOM[:30],) * 2,
    "Telegram": ("24816327:" + "AA" + _RANDOM[:33],) * 2,
    "Mailgun": ("ke" + "y-" + _HEXADECIMAL[:32],) * 2,
    "Teams webhook": (
        f"https://tidewater.webhook.office.com/webhookb2/3f6c1b52-7e94-4d0a-9b57-2e8a61d4c390/IncomingWebhook/{_HEXADECIMAL}/{_RANDOM[:36]}",
        _HEXADECIMAL,
    ),
    "Discord webhook": (
        f"https://discord.com/api/webhooks/248163264128256512/{_RANDOM}{_RANDOM[:24]}",
        _RANDOM,
    ),
    "SendGrid": ("S" + f"G.{_RANDOM[:22]}.{_RANDOM[:43]}",) * 2,
    "Google": ("AI" + "za" + _RANDOM[:35],) * 2,
    "Google client": ("GOC" + "SPX-" + _RANDOM[:28],) * 2,
    "OpenAI": ("sk-" + "proj-" + _RANDOM[:24] + "T3Blbk" + "FJ" + _RANDOM[:24],) * 2,
    "Anthropic": ("sk-" + "ant-api03-" + _RANDOM,) * 2,
    "Entra": ("abC8" + "Q~" + _RANDOM[:34],) * 2,
    "Azure storage": (
        "DefaultEndpointsProtocol=https;AccountKey=" + (_RANDOM * 2)[:86] + "==",
        (_RANDOM * 2)[:86],
    ),
    "Service Bus": ("SharedAccess" + "Key=" + _RANDOM[:43] + "=", _RANDOM[:43]),
    "SAS": ("https://logic.tidewaterstock.com/run?sv=1.0&sig=" + _RANDOM[:43], _RANDOM[:43]),
    "JWT": (_token({"sub": "petra", "iss": "tidewater"}),) * 2,
    "private key": (PRIVATE_KEY, _BODY[:64]),
}

STAND_INS = (
    "AK" + "IAIOSFODNN7EXAMPLE",
    "gh" + "p_" + "x" * 36,
    "AI" + "zaYOUR_API_KEY_" + "0" * 24,
    "[[DUMMY]]",
    "<<enter your key here>>",
    "your-api-key",
    "sk_" + "live_" + "xxxxxxxxxxxxxxxxxxxxxxxx",
    _token({"sub": "1234567890", "name": "John Doe"}),
    "-----BEGIN " + "PRIVATE KEY-----\n...\n-----END " + "PRIVATE KEY-----",
    "https://a.example.com/?sv=1&sig={signature}",
)
