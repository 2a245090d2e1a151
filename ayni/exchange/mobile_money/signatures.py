"""Proof that a request is ours and an answer the provider's: HMAC-SHA256 with a secret that both hold.

    request   Ayni-Nonce: 32 hex digits, new for each
              Ayni-Signature: hmac(secret, "request\\n" nonce "\\n" method "\\n" path?query "\\n" sha256(body))
    answer    Ayni-Signature: hmac(secret, "answer\\n" nonce of the request "\\n" status "\\n" sha256(body))

An answer is to one request: recorded and sent again for another it does not fit, and a changed one fits none.
"""

import hmac
import secrets
from hashlib import sha256

NONCE, SIGNATURE = "Ayni-Nonce", "Ayni-Signature"


def nonce() -> str:
    return secrets.token_hex(16)


def of_request(secret: str, nonce: str, method: str, target: str, body: bytes) -> str:
    """`target` is the path with its query, as it is sent."""
    return _signed(secret, "request", nonce, method, target, sha256(body).hexdigest())


def of_answer(secret: str, nonce: str, status: int, body: bytes) -> str:
    return _signed(secret, "answer", nonce, str(status), sha256(body).hexdigest())


def agree(expected: str, given: str | None) -> bool:
    """Compared in a time that tells nothing."""
    return hmac.compare_digest(expected.encode(), (given or "").encode("latin-1", "replace"))


def _signed(secret: str, *parts: str) -> str:
    return hmac.new(secret.encode(), "\n".join(parts).encode(), sha256).hexdigest()
