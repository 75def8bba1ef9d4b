"""Claims of an ID token: whether they will do, and the person whom they tell of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from insight.access.login_settings import LoginSettings
from insight.access.person import Person

Claims = Mapping[str, Any]
# With a key of its own, which only the provider has. Of others, whoever asks for a token could have
# made it, or nobody has signed it.
ALGORITHMS = frozenset(
    f"{kind}{bits}" for kind in ("RS", "ES", "PS") for bits in (256, 384, 512)
) | {"EdDSA", "Ed25519", "Ed448"}
NAMES = ("name", "preferred_username", "email")
LONGEST_ID, LONGEST_NAME, MOST_GROUPS = 255, 80, 2000


@dataclass(frozen=True)
class Issued:
    """What an ID token has to agree with.

    Attributes
    ----------
    client
        The id that the provider knows this app by.
    algorithm
        How the token says that it is signed.
    issuer
        What the provider calls itself.
    """

    client: str
    algorithm: str
    issuer: str


def objection(claims: Claims, issued: Issued, settings: LoginSettings) -> str:
    """Return why claims will not do, as a word for the log; empty where they will.

    Signature, nonce and time have been looked at before, and that the issuer is the one whom the
    provider's metadata name; here, that it is the one whom the operator has configured.
    """
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    numbers = (claims.get("exp"), claims.get("iat"))
    checks = {
        "alg": issued.algorithm in ALGORITHMS,
        "aud": issued.client in audiences,
        "azp": claims.get("azp", issued.client) == issued.client,
        "iss": _is_word(claims.get("iss")) and claims["iss"].rstrip("/") == issued.issuer,
        "exp, iat": all(type(number) in (int, float) for number in numbers),
        settings.id_claim: bool(_id(claims, settings)),
        "email_verified": not _is_email(settings) or claims.get("email_verified") is True,
        "acr": not settings.levels or claims.get("acr") in settings.levels,
    }
    return next((name for name, holds in checks.items() if not holds), "")


def person_of_claims(
    claims: Claims, settings: LoginSettings, signed_in: float, sign_in: str, provider: str = ""
) -> Person:
    """Return the person whom claims tell of.

    Parameters
    ----------
    claims
        Those of an ID token to which there was no objection.
    settings
        What the operator has decided.
    signed_in
        When they signed in, in seconds of the Unix epoch by this server's clock.
    sign_in
        The key of this sign-in.
    provider
        The provider's name where there are several, which then stands before id and groups: what
        one of them calls somebody, another may call somebody else.
    """
    before = f"{provider}:" if provider else ""
    until = signed_in + settings.longest.total_seconds()
    if settings.ends == "token":
        until = min(until, float(claims["exp"]))
    groups = _groups(claims, settings.groups_claim)
    return Person(
        id=before + _id(claims, settings),
        name=_name(claims),
        groups=frozenset(before + group for group in groups or ()),
        until=datetime.fromtimestamp(until, UTC),
        sign_in=sign_in,
        knows_groups=groups is not None,
    )


def found(claims: Claims, path: str) -> Any:
    """Return what stands at a path in claims; None where there is nothing.

    A claim whose whole name is the path goes before one inside another.

    Examples
    --------
    >>> found({"realm_access": {"roles": ["a"]}}, "realm_access.roles")
    ['a']
    >>> found({"https://example.org/groups": ["b"]}, "https://example.org/groups")
    ['b']
    """
    if path in claims:
        return claims[path]
    for end in range(len(path) - 1, 0, -1):
        inside = claims.get(path[:end]) if path[end] == "." else None
        if isinstance(inside, Mapping):
            return found(inside, path[end + 1 :])
    return None


def _groups(claims: Claims, path: str) -> set[str] | None:
    """The groups; None where there are too many of them to be told.

    Entra ID then names the claim in ``_claim_names``, or says ``hasgroups``.
    """
    elsewhere = claims.get("_claim_names")
    first = path.partition(".")[0]
    if isinstance(elsewhere, Mapping) and (path in elsewhere or first in elsewhere):
        return None
    if path == "groups" and claims.get("hasgroups") not in (None, False, "false"):
        return None
    told = found(claims, path)
    told = [told] if isinstance(told, str) else told
    if not isinstance(told, list):
        return set()
    if len(told) > MOST_GROUPS:
        return None
    return {group for group in told if _is_word(group)}


def _id(claims: Claims, settings: LoginSettings) -> str:
    told = found(claims, settings.id_claim)
    if not _is_word(told) or len(told) > LONGEST_ID:
        return ""
    return str(told.casefold() if _is_email(settings) else told)


def _is_email(settings: LoginSettings) -> bool:
    return settings.id_claim.rpartition(".")[2] == "email"


def _is_word(told: object) -> bool:
    return isinstance(told, str) and bool(told.strip()) and told.isprintable()


def _name(claims: Claims) -> str:
    told = (claims.get(claim) for claim in NAMES)
    name = next((one for one in told if isinstance(one, str) and one.strip()), "")
    return "".join(mark for mark in name if mark.isprintable()).strip()[:LONGEST_NAME]
