"""Apps, their tokens and webhook deliveries, check runs, permissions and accounts of the fake."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from fake import answers
from fake.call import No, invalid
from fake.state import CheckRun, Credential

if TYPE_CHECKING:
    from fake.call import Call
    from fake.state import App, Delivery, Installation

Answer = tuple[int, Any]
_LIFE = timedelta(hours=1)


def get_app(call: Call) -> Answer:
    return 200, answers.app(call, call.require_app())


def _installation(call: Call) -> Installation:
    app = call.require_app()
    given = call.parameters["installation_id"]
    found = call.state.installations.get(int(given)) if given.isdigit() else None
    if found is None or found.app is not app:
        raise No(404, "Not Found")
    return found


def get_installation(call: Call) -> Answer:
    return 200, answers.installation(call, _installation(call))


def list_installations(call: Call) -> Answer:
    app = call.require_app()
    found = [one for one in call.state.installations.values() if one.app is app]
    return 200, call.page([answers.installation(call, one) for one in found])


def get_repo_installation(call: Call) -> Answer:
    app = call.require_app()
    name = f"{call.parameters['owner']}/{call.parameters['repo']}".lower()
    for one in call.state.installations.values():
        if one.app is app and name in one.repositories:
            return 200, answers.installation(call, one)
    raise No(404, "Not Found")


def create_token(call: Call) -> Answer:
    installation = _installation(call)
    names = {f"{installation.account.login}/{name}".lower() for name in call.body.get("repositories", ())}
    if not names <= installation.repositories:
        raise No(
            422,
            "There is at least one repository that does not exist or is not accessible to the parent installation.",
        )
    permissions = call.body.get("permissions", installation.permissions)
    for name, access in permissions.items():
        given = installation.permissions.get(name)
        if given is None or (access == "write" and given != "write"):
            raise No(422, "The permissions requested are not granted to this installation.")
    # Real tokens begin like this one and then hold a JWT; their length is not fixed.
    token = f"ghs_{installation.app.id}_{call.state.next_id()}{'x' * 80}"
    expires_at = datetime.now(UTC) + _LIFE
    call.state.credentials[token] = Credential(
        installation.app.bot,
        installation,
        frozenset(names or installation.repositories),
        permissions | {"metadata": "read"},
        expires_at,
    )
    return 201, {
        "token": token,
        "expires_at": answers.time(expires_at),
        "permissions": permissions,
        "repository_selection": "selected",
    }


def list_deliveries(call: Call) -> Answer:
    call.require_app()
    newest_first = sorted(call.state.deliveries, key=lambda one: -one.id)
    size = min(int(call.query.get("per_page", "30")), 100)
    if "cursor" in call.query:
        newest_first = [one for one in newest_first if one.id < int(call.query["cursor"])]
    if len(newest_first) > size:
        cursor = newest_first[size - 1].id
        call.links.append(f'<{call.url(call.path)}?per_page={size}&cursor={cursor}>; rel="next"')
    return 200, [answers.delivery(call, one) for one in newest_first[:size]]


def _delivery(call: Call) -> Delivery:
    call.require_app()
    for one in call.state.deliveries:
        if str(one.id) == call.parameters["delivery_id"]:
            return one
    raise No(404, "Not Found")


def get_delivery(call: Call) -> Answer:
    return 200, answers.delivery(call, _delivery(call), whole=True)


def redeliver(call: Call) -> Answer:
    given = _delivery(call)
    if call.sends is not None:
        call.sends(given.event, given.payload, guid=given.guid)
    return 202, {}


def _own_app(call: Call) -> App:
    call.require(call.repository, "write", "checks")
    if call.credential is None or call.credential.app is None:
        raise No(403, "You must authenticate via a GitHub App.")
    return call.credential.app


def create_check_run(call: Call) -> Answer:
    app, body = _own_app(call), call.body
    if call.repository.git.kind(body["head_sha"]) != "commit":
        raise No(422, f"No commit found for SHA: {body['head_sha']}")
    run = CheckRun(
        call.state.next_id(),
        app,
        body["name"],
        body["head_sha"],
        body.get("external_id", ""),
        body.get("status", "queued"),
        None,
        body.get("started_at", answers.time(call.state.now())),
        None,
        {},
        [],
        body.get("details_url"),
    )
    _apply(run, body)
    call.repository.check_runs[run.id] = run
    return 201, answers.check_run(call, run)


def _apply(run: CheckRun, body: dict[str, Any]) -> None:
    output = body.get("output", {})
    for annotation in output.get("annotations", ()):
        if annotation["end_line"] < annotation["start_line"]:
            raise invalid("end_line must not precede start_line")
        has_columns = "start_column" in annotation or "end_column" in annotation
        if has_columns and annotation["start_line"] != annotation["end_line"]:
            raise invalid("columns are taken only where start_line and end_line are the same")
        if len(annotation.get("title", "")) > 255 or len(annotation["message"].encode()) > 64 * 1024:
            raise invalid("title or message is too long")
    if "output" in body:
        run.output = {
            **run.output,
            **{key: output[key] for key in ("title", "summary", "text") if key in output},
        }
        run.annotations += output.get("annotations", ())
    if "conclusion" in body:
        run.status, run.conclusion = "completed", body["conclusion"]
        run.completed_at = body.get("completed_at")
    elif "status" in body:
        run.status = body["status"]
    for key in ("external_id", "details_url", "name"):
        if key in body:
            setattr(run, key, body[key])


def _check_run(call: Call) -> CheckRun:
    given = call.parameters["check_run_id"]
    found = call.repository.check_runs.get(int(given)) if given.isdigit() else None
    if found is None:
        raise No(404, "Not Found")
    return found


def update_check_run(call: Call) -> Answer:
    run = _check_run(call)
    if run.app is not _own_app(call):
        raise No(403, "Invalid app_id `check_run` was created by another GitHub App")
    _apply(run, call.body)
    return 200, answers.check_run(call, run)


def get_check_run(call: Call) -> Answer:
    return 200, answers.check_run(call, _check_run(call))


def list_check_runs(call: Call) -> Answer:
    name, app_id = call.query.get("check_name"), call.query.get("app_id")
    found = [
        run
        for run in sorted(call.repository.check_runs.values(), key=lambda one: -one.id)
        if run.head_sha == call.parameters["ref"]
        and name in {None, run.name}
        and app_id in {None, str(run.app.id)}
    ]
    if call.query.get("filter", "latest") == "latest":
        latest: dict[tuple[int, str], CheckRun] = {}
        for run in found:
            latest.setdefault((run.app.id, run.name), run)
        found = list(latest.values())
    page = call.page([answers.check_run(call, run) for run in found])
    return 200, {"total_count": len(found), "check_runs": page}


def list_annotations(call: Call) -> Answer:
    return 200, call.page(
        [
            {"start_column": None, "end_column": None, "title": None, "raw_details": None, "blob_href": ""}
            | annotation
            for annotation in _check_run(call).annotations
        ]
    )


def get_permission(call: Call) -> Answer:
    repository, login = call.repository, call.parameters["username"]
    account = call.state.accounts.get(login.lower())
    if account is None:
        raise No(404, f"{login} is not a user")
    role = repository.permission_of(login)
    shown = {"maintain": "write", "triage": "read"}.get(role, role)
    return 200, {"permission": shown, "role_name": role, "user": answers.user(call, account)}


def get_user(call: Call) -> Answer:
    if call.credential is None:
        raise No(401, "Requires authentication")
    if call.credential.installation is not None:
        raise No(403, "Resource not accessible by integration")
    return 200, answers.user(call, call.credential.account)


def get_named_user(call: Call) -> Answer:
    account = call.state.accounts.get(call.parameters["username"].lower())
    if account is None:
        raise No(404, "Not Found")
    return 200, answers.user(call, account)


def rate_limit(call: Call) -> Answer:
    one = {"limit": 5000, "remaining": 4999, "used": 1, "reset": int(call.state.now().timestamp()) + 3600}
    return 200, {"resources": {"core": one, "search": one}, "rate": one}


ROUTES = {
    "apps/get-authenticated": get_app,
    "apps/get-installation": get_installation,
    "apps/list-installations": list_installations,
    "apps/get-repo-installation": get_repo_installation,
    "apps/create-installation-access-token": create_token,
    "apps/list-webhook-deliveries": list_deliveries,
    "apps/get-webhook-delivery": get_delivery,
    "apps/redeliver-webhook-delivery": redeliver,
    "checks/create": create_check_run,
    "checks/update": update_check_run,
    "checks/get": get_check_run,
    "checks/list-for-ref": list_check_runs,
    "checks/list-annotations": list_annotations,
    "repos/get-collaborator-permission-level": get_permission,
    "users/get-authenticated": get_user,
    "users/get-by-username": get_named_user,
    "rate-limit/get": rate_limit,
}
