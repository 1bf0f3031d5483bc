"""Build template.yaml and bring it to the emulator, doing no more than the change asks for.

Two digests decide. `infra` covers what SAM must see: the template, the dependencies, which
functions there are. `code` covers what may change many times an hour: handlers and package. The
digests of what is deployed are kept in the emulator itself, so they are lost exactly when what they
describe is.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / ".local" / "build"
DEPENDENCIES = ROOT / ".local" / "dependencies"
STACK = "leadfold"
ARTIFACTS = "leadfold-artifacts"
DEPLOYED = "/leadfold/local/deployed"
REGION = "us-east-1"

SETTLE_SECONDS = 120
FAILED = {"CREATE_FAILED", "ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "DELETE_FAILED"}


class DeployError(Exception):
    """SAM or the emulator failed; the message is theirs."""


def environment(endpoint: str) -> dict[str, str]:
    """Return an environment in which every AWS client talks to the emulator and to nothing else."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return clean | {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": REGION,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "NO_PROXY": "127.0.0.1,localhost",
        "no_proxy": "127.0.0.1,localhost",
    }


def client(service: str, endpoint: str) -> Any:
    """Return a boto3 client of the emulator."""
    return boto3.client(
        service,
        endpoint_url=endpoint,
        region_name=REGION,
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(proxies={}, read_timeout=120, retries={"total_max_attempts": 2}),
    )


# ------------------------------------------------------------------------------------- what changed


def files_in(*folders: str) -> Iterator[Path]:
    """Yield the source files below some folders, in a fixed order."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts and not is_egg_info(path):
                yield path


def is_egg_info(path: Path) -> bool:
    """Tell whether a file was left there by the editable install."""
    return any(part.endswith(".egg-info") for part in path.parts)


def digest(paths: Iterable[Path], *more: str) -> str:
    """Return one digest of names and contents."""
    total = hashlib.sha256("\0".join(more).encode())
    for path in paths:
        total.update(f"\0{path.relative_to(ROOT)}\0".encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def wanted() -> dict[str, str]:
    """Return the digests of the checkout."""
    handlers = [path.name for path in sorted((ROOT / "functions").iterdir()) if path.is_dir()]
    infra = [ROOT / "template.yaml", ROOT / "samconfig.toml", ROOT / "layers/leadfold/Makefile"]
    return {
        "infra": digest(
            [*infra, *files_in("layers/dependencies", "layers/reports")], sys.version, *handlers
        ),
        "code": digest(files_in("functions", "layers/leadfold/leadfold")),
    }


def deployed(endpoint: str) -> dict[str, str]:
    """Return the digests of what is deployed in the emulator."""
    try:
        parameter = client("ssm", endpoint).get_parameter(Name=DEPLOYED)
    except ClientError:
        return {}
    digests: dict[str, str] = json.loads(parameter["Parameter"]["Value"])
    return digests


# ------------------------------------------------------------------------------------- doing it


def bring_up_to_date(endpoint: str, say: Any) -> bool:
    """Deploy the checkout to the emulator; return True if anything had changed."""
    with building():
        want, have = wanted(), deployed(endpoint)
        status = settled_status(endpoint)
        if not is_built(want):
            say("Building …")
            build(want)
        if have.get("infra") != want["infra"] or not status.endswith("_COMPLETE"):
            say("Deploying …")
            deploy(endpoint, status)
        elif have["code"] != want["code"]:
            say("Updating the functions …")
        else:
            return False
        update_code(endpoint)
        value = json.dumps(want)
        client("ssm", endpoint).put_parameter(
            Name=DEPLOYED, Value=value, Type="String", Overwrite=True
        )
        return True


@contextlib.contextmanager
def building() -> Iterator[None]:
    """Let one process at a time use the build folder, which all local stacks share."""
    with (ROOT / ".local" / "build.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def is_built(want: dict[str, str]) -> bool:
    """Tell whether the template and the dependencies are built as they are now."""
    stamp = BUILD / "stamp"
    unpacked = (DEPENDENCIES / "stamp").exists()
    return unpacked and stamp.exists() and stamp.read_text() == want["infra"]


def build(want: dict[str, str]) -> None:
    """Run `sam build`, with the dependencies for the Python that runs the handlers here."""
    (BUILD / "stamp").unlink(missing_ok=True)
    sam("build", TARGET="local", PYTHON=sys.executable)
    unpack_dependencies()
    (BUILD / "stamp").write_text(want["infra"])


def unpack_dependencies() -> None:
    """Put the layers of dependencies, as built, where the handlers import from.

    With byte code, made once: every worker is a new process, and pays for it otherwise.
    """
    pins = digest(files_in("layers/dependencies", "layers/reports"), sys.version)
    stamp = DEPENDENCIES / "stamp"
    if stamp.exists() and stamp.read_text() == pins:
        return
    shutil.rmtree(DEPENDENCIES, ignore_errors=True)
    for layer in ("DependenciesLayer", "ReportsLayer"):
        shutil.copytree(BUILD / layer / "python", DEPENDENCIES, dirs_exist_ok=True)
    flags = ("-q", "-j", "0", "--invalidation-mode", "unchecked-hash")
    subprocess.run([sys.executable, "-m", "compileall", *flags, DEPENDENCIES], check=False)
    stamp.write_text(pins)


def deploy(endpoint: str, status: str) -> None:
    """Run `sam deploy`, also over the remains of a deployment that was interrupted."""
    cloudformation = client("cloudformation", endpoint)
    if status in FAILED:
        cloudformation.delete_stack(StackName=STACK)
        settled_status(endpoint)
    s3 = client("s3", endpoint)
    with contextlib.suppress(s3.exceptions.BucketAlreadyOwnedByYou):
        s3.create_bucket(Bucket=ARTIFACTS)
    parameters = ("--parameter-overrides", "LocalDeps=true", f"PublicUrl={public_url(endpoint)}")
    sam("deploy", *parameters, **environment(endpoint), SAM_CLI_POLL_DELAY="0.2")
    status = settled_status(endpoint)
    if status not in {"CREATE_COMPLETE", "UPDATE_COMPLETE"}:
        raise DeployError(f"The stack ended as {status}.")


def settled_status(endpoint: str) -> str:
    """Return the stack's status once nothing is under way, "" where there is no stack."""
    cloudformation = client("cloudformation", endpoint)
    deadline = time.monotonic() + SETTLE_SECONDS
    while time.monotonic() < deadline:
        try:
            status = cloudformation.describe_stacks(StackName=STACK)["Stacks"][0]["StackStatus"]
        except ClientError:
            return ""
        if status == "REVIEW_IN_PROGRESS" or not status.endswith("_IN_PROGRESS"):
            return "" if status in {"REVIEW_IN_PROGRESS", "DELETE_COMPLETE"} else status
        time.sleep(0.2)
    raise DeployError(f"The stack is still {status} after {SETTLE_SECONDS} s.")


def public_url(endpoint: str) -> str:
    """Return the API's address without /v1; its id is fixed in the template."""
    return f"{endpoint}/_aws/execute-api/leadfold"


def sam(command: str, *arguments: str, **variables: str) -> None:
    """Run SAM quietly; if it fails, raise its output."""
    program = Path(sys.executable).with_name("sam")
    path = os.pathsep.join([str(program.parent), os.environ.get("PATH", os.defpath)])
    done = subprocess.run(
        [program, command, "--config-env", "local", *arguments],
        cwd=ROOT,
        env=os.environ | {"SAM_CLI_TELEMETRY": "0", "PATH": path} | variables,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        tail = "\n".join(done.stdout.splitlines()[-60:])
        raise DeployError(f"`sam {command}` failed:\n\n{tail}")


def functions(endpoint: str) -> dict[str, str]:
    """Return functions by folder, with their names: IntakeFunction is functions/intake."""
    resources = client("cloudformation", endpoint).describe_stack_resources(StackName=STACK)
    return {
        each["LogicalResourceId"].removesuffix("Function").lower(): each["PhysicalResourceId"]
        for each in resources["StackResources"]
        if each["ResourceType"] == "AWS::Lambda::Function"
    }


def update_code(endpoint: str) -> None:
    """Give every function its handler anew, which also ends workers with an older package."""
    aws_lambda = client("lambda", endpoint)

    def update(folder: str, name: str) -> None:
        aws_lambda.update_function_code(
            FunctionName=name, ZipFile=zipped(ROOT / "functions" / folder)
        )

    with ThreadPoolExecutor() as pool:
        list(pool.map(update, *zip(*functions(endpoint).items(), strict=True)))


def zipped(folder: Path) -> bytes:
    """Return a function's folder as Lambda takes it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in files_in(str(folder.relative_to(ROOT))):
            archive.write(path, path.relative_to(folder))
    return buffer.getvalue()


def outputs(endpoint: str) -> dict[str, str]:
    """Return the stack's outputs."""
    stack = client("cloudformation", endpoint).describe_stacks(StackName=STACK)["Stacks"][0]
    return {each["OutputKey"]: each["OutputValue"] for each in stack["Outputs"]}
