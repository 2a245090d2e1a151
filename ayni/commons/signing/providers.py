"""An OpenID Connect provider: asking it who somebody is, and believing only what is signed, fresh and meant for us.

Authorization code with PKCE (RFC 7636); the ID token is checked as OpenID Connect Core 1.0, section 3.1.3.7 says, its
signature always. A claim names a user who is known here; nobody is made and nothing is granted by it.
"""

from __future__ import annotations

import hmac
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

import httpx
import jwt
from django.conf import settings

from ayni.commons.access.models import User

#: Signatures made with a private key only: a shared secret, or none at all, proves nothing.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")
LEEWAY = timedelta(seconds=30)
WITHIN = timedelta(minutes=10)
PATIENCE = 10.0  # seconds


class ProviderFailed(Exception):
    """The provider did not answer, or its answer is not to be believed. For the log: it tells no secret."""


@dataclass(frozen=True)
class Asked:
    """Where to send the browser, and what must be kept to understand the answer."""

    address: str
    kept: dict[str, Any]


@dataclass(frozen=True)
class Provider:
    """One provider, and by which claim its people are found among our users."""

    url: str
    client_id: str
    client_secret: str
    claim: str
    scopes: str

    def ask(self, back: str, *, at: datetime) -> Asked:
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        challenge = urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        query = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": back,
            "scope": self.scopes,
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        where = self._told()["authorization_endpoint"]
        kept = {"state": state, "nonce": nonce, "verifier": verifier, "at": at.timestamp()}
        return Asked(f"{where}{'&' if '?' in where else '?'}{urlencode(query)}", kept)

    def claims(self, answer: Mapping[str, str], kept: Mapping[str, Any], back: str, *, at: datetime) -> dict[str, Any]:
        """What the provider says of who came back. Raises ProviderFailed unless all of it is in order."""
        if not kept or not hmac.compare_digest(str(kept["state"]).encode(), answer.get("state", "").encode()):
            raise ProviderFailed("the state is not the one that was sent")
        if at.timestamp() - float(kept["at"]) > WITHIN.total_seconds():
            raise ProviderFailed("the answer came too late")
        if "error" in answer or not answer.get("code"):
            raise ProviderFailed(f"the provider refused: {answer.get('error', 'no code')[:80]!r}")
        told = self._told()
        if "iss" in answer and answer["iss"] != told["issuer"]:
            raise ProviderFailed("the answer is another provider's")
        token = self._exchanged(told, answer["code"], str(kept["verifier"]), back)
        return self.verified(token, nonce=str(kept["nonce"]), told=told, at=at)

    def verified(self, token: str, *, nonce: str, told: Mapping[str, Any], at: datetime) -> dict[str, Any]:
        """The claims of an ID token. Raises ProviderFailed for a wrong signature, issuer, audience, time or nonce."""
        try:
            header = jwt.get_unverified_header(token)
            if header.get("alg") not in ALGORITHMS:
                raise ProviderFailed("the ID token is not signed with a private key")
            claims: dict[str, Any] = jwt.decode(
                token,
                self._key(told, header.get("kid")),
                algorithms=[header["alg"]],
                audience=self.client_id,
                issuer=told["issuer"],
                leeway=LEEWAY,
                options={"require": ["exp", "iat", "aud", "iss", "sub"]},
            )
        except (jwt.PyJWTError, ValueError, TypeError) as error:
            raise ProviderFailed(f"the ID token is not valid: {type(error).__name__}") from error
        if not hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
            raise ProviderFailed("the nonce is not the one that was sent")
        audiences = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
        if (len(audiences) > 1 or "azp" in claims) and claims.get("azp") != self.client_id:
            raise ProviderFailed("the ID token was made for another client")
        if at.timestamp() - float(claims["iat"]) > WITHIN.total_seconds():
            raise ProviderFailed("the ID token is not fresh")
        return claims

    def user(self, claims: Mapping[str, Any]) -> User | None:
        """The user whom the claim names: one who is known here, is a person, and whose account is open."""
        named = claims.get(self.claim)
        if not isinstance(named, str) or not named.strip():
            return None
        known = User.objects.filter(is_active=True, is_system=False)
        if self.claim == "email":
            found = known.filter(email__iexact=named) if claims.get("email_verified") is True else known.none()
        else:
            found = known.filter(username=named)
        people = list(found[:2])
        return people[0] if len(people) == 1 else None

    def _told(self) -> dict[str, Any]:
        """The provider's own description, read anew each time: it is short, and its keys change."""
        told = self._asked("GET", f"{self.url.rstrip('/')}/.well-known/openid-configuration")
        missing = {"issuer", "authorization_endpoint", "token_endpoint", "jwks_uri"} - told.keys()
        if missing:
            raise ProviderFailed(f"its description has no {', '.join(sorted(missing))}")
        if told["issuer"].rstrip("/") != self.url.rstrip("/"):
            raise ProviderFailed("its description is another issuer's")
        return told

    def _exchanged(self, told: Mapping[str, Any], code: str, verifier: str, back: str) -> str:
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": verifier}
        ways = told.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        basic = None
        if "client_secret_post" in ways:
            form |= {"client_id": self.client_id, "client_secret": self.client_secret}
        else:
            basic = (self.client_id, self.client_secret)
        answer = self._asked("POST", told["token_endpoint"], data=form, auth=basic)
        token = answer.get("id_token")
        if not isinstance(token, str):
            raise ProviderFailed("it gave no ID token")
        return token

    def _key(self, told: Mapping[str, Any], kid: str | None) -> Any:
        keys = jwt.PyJWKSet.from_dict(self._asked("GET", told["jwks_uri"])).keys
        fitting = [key for key in keys if kid is None or key.key_id == kid]
        if len(fitting) != 1:
            raise ProviderFailed("no key of the provider's fits the ID token")
        return fitting[0].key

    def _asked(self, method: str, address: str, **sent: Any) -> dict[str, Any]:
        try:
            answer = httpx.request(method, address, timeout=PATIENCE, follow_redirects=False, **sent)
            answer.raise_for_status()
            told = answer.json()
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise ProviderFailed(f"{address.partition('?')[0]}: {type(error).__name__}") from error
        if not isinstance(told, dict):
            raise ProviderFailed(f"{address.partition('?')[0]}: not an object")
        return told


def configured() -> Provider:
    """The provider that the settings name."""
    return Provider(
        url=settings.AYNI_OIDC_URL,
        client_id=settings.AYNI_OIDC_CLIENT,
        client_secret=settings.AYNI_OIDC_SECRET,
        claim=settings.AYNI_OIDC_CLAIM,
        scopes=settings.AYNI_OIDC_SCOPES,
    )
