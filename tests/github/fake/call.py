"""One request to the fake on its way to the function that answers it, and the ways to say no."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fake.state import App, Comment, Credential, Pull, Repository, State

_RANKS = ("none", "read", "triage", "write", "maintain", "admin")


class No(Exception):  # noqa: N818 - an answer, not an error of the fake
    """GitHub's refusal: status and message, and fields for 422."""

    def __init__(self, status: int, message: str, **fields: Any) -> None:
        super().__init__(message)
        self.status = status
        self.content = {
            "message": message,
            "documentation_url": "https://docs.github.com/rest",
            "status": str(status),
        } | fields


def invalid(message: str) -> No:
    """Validation failed."""
    return No(422, "Validation Failed", errors=[{"resource": "Thing", "code": "custom", "message": message}])


@dataclass
class Call:
    """A request: whose, for what, with which parameters. `links` are the Link headers of the answer."""

    state: State
    base_url: str
    credential: Credential | None
    app: App | None
    parameters: dict[str, str]
    query: dict[str, str]
    body: dict[str, Any]
    path: str
    delay_forks: bool = False
    links: list[str] = field(default_factory=list)
    sends: Callable[..., Any] | None = None

    def url(self, path: str) -> str:
        return f"{self.base_url}{path}"

    @property
    def login(self) -> str:
        return "" if self.credential is None else self.credential.account.login

    @property
    def repository(self) -> Repository:
        """The repository in the path, if the caller may see it."""
        name = f"{self.parameters['owner']}/{self.parameters['repo']}"
        found = self.state.repositories.get(name.lower())
        if found is None or not self.may(found, "read", "metadata"):
            raise No(404, "Not Found")
        return found

    def may(self, repository: Repository, role: str, permission: str) -> bool:
        """Whether the caller has the role (a user), or the permission (an installation), at the repository."""
        needs_write = _RANKS.index(role) > _RANKS.index("read")
        credential = self.credential
        if credential is not None and credential.installation is not None:
            given = credential.permissions.get(permission, "none")
            if repository.full_name.lower() not in credential.repositories:
                return not needs_write and not repository.is_private
            return given == "write" if needs_write else given in {"read", "write"} or permission == "metadata"
        had = repository.permission_of(self.login)
        return _RANKS.index(had) >= _RANKS.index(role)

    def require(self, repository: Repository, role: str, permission: str) -> None:
        """Raise GitHub's refusal unless the caller may."""
        if self.may(repository, role, permission):
            return
        if self.credential is None:
            raise No(401, "Requires authentication")
        if self.credential.installation is not None:
            raise No(403, "Resource not accessible by integration")
        raise (
            No(403, "Must have push access to the repository")
            if self.may(repository, "read", "metadata")
            else No(404, "Not Found")
        )

    def require_app(self) -> App:
        if self.app is None:
            raise No(401, "A JSON web token could not be decoded")
        return self.app

    @property
    def pull(self) -> Pull:
        number = self.parameters.get("pull_number") or self.parameters["issue_number"]
        found = self.repository.pulls.get(int(number)) if number.isdigit() else None
        if found is None:
            raise No(404, "Not Found")
        return found

    @property
    def comment(self) -> Comment:
        identity = self.parameters["comment_id"]
        found = self.repository.comments.get(int(identity)) if identity.isdigit() else None
        if found is None:
            raise No(404, "Not Found")
        return found

    def page(self, items: Sequence[Any]) -> list[Any]:
        """The asked page of the items; the link to the next one goes to `links`."""
        size = min(int(self.query.get("per_page", "30")), 100)
        number = max(int(self.query.get("page", "1")), 1)
        if number * size < len(items):
            given = "&".join(f"{key}={value}" for key, value in self.query.items() if key != "page")
            self.links.append(
                f'<{self.url(self.path)}?{given}{"&" if given else ""}page={number + 1}>; rel="next"'
            )
        return list(items[(number - 1) * size : number * size])
