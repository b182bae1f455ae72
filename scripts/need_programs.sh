#!/usr/bin/env bash
# Makes sure that the programs tests start are there: those that are installed, else Debian's.
set -euo pipefail

# need WHAT ADVICE "PACKAGE …" CANDIDATE …: installs the packages where no candidate is a command.
need() {
  local what=$1 advice=$2 packages=$3 candidate
  shift 3
  for candidate in "$@"; do
    if [ -n "$candidate" ] && command -v "$candidate" >/dev/null; then return; fi
  done
  if ! command -v apt-get >/dev/null; then
    echo "The tests need $what: $advice." >&2
    exit 1
  fi
  local as_root=""; [ "$(id -u)" -eq 0 ] || as_root="sudo"
  echo "Installing Debian's $what for the tests."
  $as_root apt-get update -qq
  # shellcheck disable=SC2086 - several packages are several words
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages >/dev/null
}

need Chromium "install it, or name it in CHROMIUM=/path/to/chromium" "chromium fonts-noto-core" \
  "${CHROMIUM:-}" chromium chromium-browser google-chrome
need Redis "install redis-server" redis-server redis-server
