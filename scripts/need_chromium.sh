#!/usr/bin/env bash
# Makes sure the browser tests have a Chromium: the one CHROMIUM names, else one that is installed, else Debian's.
set -euo pipefail
for candidate in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
  if [ -n "$candidate" ] && command -v "$candidate" >/dev/null; then exit 0; fi
done
if ! command -v apt-get >/dev/null; then
  echo "The browser tests need Chromium: install it, or name it in CHROMIUM=/path/to/chromium." >&2
  exit 1
fi
as_root=""; [ "$(id -u)" -eq 0 ] || as_root="sudo"
echo "Installing Debian's Chromium for the browser tests."
$as_root apt-get update -qq
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-noto-core >/dev/null
