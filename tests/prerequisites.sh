#!/bin/sh
# Installs what only the tests need: a JDK, npm and Chromium from the system's package manager, and
# AWS's own DynamoDB Local, which npm carries. Leaves alone what is there, and is quick when all is.
set -eu
cd "$(dirname "$0")/.."

simulator=amplify-dynamodb-simulator@2.9.30
home=.local/dynamodb

fail() {
    echo "tests/prerequisites.sh: $*" >&2
    exit 1
}

has() { command -v "$1" >/dev/null 2>&1; }

# A bare JRE cannot launch a source file: it lacks the compiler module.
has_jdk() { java --list-modules 2>/dev/null | grep '^jdk\.compiler@' >/dev/null; }
has_emulator() { [ -d "$home/emulator" ]; }
has_npm() { has_emulator || npm --version >/dev/null 2>&1; }

has_chromium() { has chromium || has chromium-browser; }

may_install() { [ "$(id -u)" = 0 ] || has brew || sudo -n true 2>/dev/null; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi </dev/null >&2
}

# install <package of the JDK> <packages of npm> <command…>
install() {
    jdk=$1 npm=$2
    shift 2
    has_jdk || set -- "$@" "$jdk"
    # shellcheck disable=SC2086  # npm may be more than one package
    has_npm || set -- "$@" $npm
    has_chromium || set -- "$@" chromium
    "$@"
}

install_missing() {
    if has apt-get; then
        as_root apt-get update -qq && install default-jdk-headless "npm ca-certificates" \
            as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends
    elif has dnf; then
        install java-devel "nodejs npm" as_root dnf install -q -y
    elif has apk; then
        # gcompat, since DynamoDB Local's SQLite is built for glibc.
        install "openjdk17-jdk" "nodejs npm gcompat" as_root apk add --quiet
    elif has brew; then
        install openjdk node brew install --quiet </dev/null >&2
    else
        fail "cannot install $missing: found none of apt-get, dnf, apk and brew."
    fi
}

download_emulator() {
    mkdir -p "$home"
    download=$(mktemp -d "$home/download.XXXXXX")
    trap 'rm -rf "$download"' EXIT
    trap 'exit 1' INT TERM HUP
    (cd "$download" && npm pack --silent "$simulator" </dev/null >/dev/null) ||
        fail "npm could not fetch $simulator (its message is above)."
    tar -xzf "$download"/*.tgz -C "$download" package/emulator
    # The rename is the last step, so that half a download never counts.
    mv "$download/package/emulator" "$home/emulator"
}

missing=
has_jdk || missing="a JDK (11 or later)"
has_npm || missing="${missing:+$missing and }npm"
has_chromium || missing="${missing:+$missing and }Chromium"
if [ -n "$missing" ]; then
    may_install || fail "cannot install $missing: not root, and sudo asks for a password."
    install_missing || fail "the package manager could not install $missing (its message is above)."
    has_jdk || fail "the JDK is installed, but java is not the JDK's: put its bin folder first on PATH."
fi

has_emulator || download_emulator
