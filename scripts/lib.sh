# shellcheck shell=bash
# Set-up shared by scripts/demo, scripts/test and scripts/lock. Meant to be sourced.
#
# Everything here writes to standard error: standard output belongs to the program's own answer.
# A step that was done for the same lock is skipped; what it was done for lies in a stamp file.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
VENV=$ROOT/.venv

say() { printf '%s\n' "$*" >&2; }

# fail PROBLEM WAY_OUT: end with both on standard error.
fail() {
  say ""
  say "Stopped: $1"
  say "What to do: $2"
  exit 1
}

# step TITLE WAY_OUT COMMAND...: run COMMAND with its output on standard error, timed.
step() {
  local title=$1 way_out=$2 began=$SECONDS
  shift 2
  say "==> $title"
  "$@" >&2 || fail "$title: failed." "$way_out"
  say "    done in $((SECONDS - began)) s"
}

have() { command -v "$1" >/dev/null 2>&1; }

sha256() { cat "$@" | sha256sum | cut -d' ' -f1; }

# current STAMP VALUE: whether the file STAMP holds VALUE.
current() { [[ -f $1 && $(<"$1") == "$2" ]]; }

# ---------------------------------------------------------------- packages of the system

# as_root COMMAND...: run it as root, through sudo for an ordinary user.
as_root() {
  if [[ $(id -u) == 0 ]]; then
    "$@"
  elif [[ -t 0 ]]; then
    sudo "$@"
  else
    sudo -n "$@"
  fi
}

apt_get() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o Dpkg::Use-Pty=0 "$@"
}

# install_packages PACKAGE...: install what is missing, asking for root only now.
install_packages() {
  local way_out="As administrator, run: apt-get install $* -- then run this command again."
  have apt-get || fail "These programs are missing, and there is no apt to install them with: $*" \
    "Install their equivalents with your system's package manager, then run this command again."
  if [[ $(id -u) != 0 ]]; then
    have sudo || fail "Installing $* needs root, and there is no sudo." "$way_out"
    say "Root is needed once, to install: $*"
  fi
  step "System packages: $*" "$way_out" apt_install "$@"
}

apt_install() {
  apt_get update || return 1
  if [[ " $* " == *" postgresql "* ]]; then
    without_main_cluster "$@"
  else
    apt_get install --no-install-recommends "$@"
  fi
}

# Debian starts a cluster of its own when PostgreSQL is installed. Nobody asked for one here, so it
# is told not to, for this one installation.
without_main_cluster() {
  local folder=/etc/postgresql-common/createcluster.d result=0
  apt_get install --no-install-recommends postgresql-common || return 1
  as_root mkdir -p "$folder"
  echo "create_main_cluster = false" | as_root tee "$folder/areal.conf" >/dev/null
  apt_get install --no-install-recommends "$@" || result=$?
  as_root rm -f "$folder/areal.conf"
  return "$result"
}

# Major version of PostgreSQL to add PostGIS to: the newest installed, else the one apt offers.
postgresql_major() {
  local found
  found=$(find /usr/lib/postgresql -mindepth 1 -maxdepth 1 -name '[0-9]*' -printf '%f\n' 2>/dev/null |
    sort -n | tail -n 1)
  if [[ -z $found ]] && have apt-cache; then
    found=$(apt-cache depends postgresql 2>/dev/null |
      sed -n 's/.*Depends: postgresql-\([0-9][0-9]*\)$/\1/p' | head -n 1)
  fi
  echo "$found"
}

have_postgis() {
  local control major
  for control in /usr/share/postgresql/*/extension/postgis.control; do
    major=${control#/usr/share/postgresql/}
    major=${major%%/*}
    [[ -x /usr/lib/postgresql/$major/bin/initdb && $major -ge 15 ]] && return 0
  done
  # PostgreSQL installed in a place of its own.
  have pg_config && [[ -f $(pg_config --sharedir)/extension/postgis.control &&
    -x $(pg_config --bindir)/initdb ]]
}

# need_packages [PACKAGE:PROGRAM...]: collect what the product (and the caller) lacks, install it.
need_packages() {
  local missing=() pair major
  find_python
  [[ -n $PYTHON ]] || missing+=(python3 python3-venv)
  [[ -z $PYTHON ]] || can_make_venv || missing+=("$(venv_package)")
  # With the address of a server, none is needed here.
  if [[ -z ${AREAL_DATABASE_URL:-} ]] && ! have_postgis; then
    major=$(postgresql_major)
    if [[ -z $major ]] && have apt-get; then
      # A machine that has never run `apt-get update` knows no packages yet.
      install_packages postgresql-common
      major=$(postgresql_major)
    fi
    missing+=(postgresql "postgresql-${major:-NN}-postgis-3")
  fi
  if ! assets_current; then
    have node || missing+=(nodejs)
    have npm || missing+=(npm)
  fi
  for pair in "$@"; do
    have "${pair#*:}" || missing+=("${pair%%:*}")
  done
  [[ ${#missing[@]} == 0 ]] || install_packages "${missing[@]}"
  find_python
  [[ -n $PYTHON ]] || fail "Python 3.11 or newer is not on this machine." \
    "Install it (Debian 12 and Ubuntu 24.04 have it), or name it: PYTHON=/path/to/python3 $0"
}

# ---------------------------------------------------------------- Python

PYTHON=${PYTHON:-}

is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
  local candidate
  for candidate in "$PYTHON" "$VENV/bin/python" python3 python3.14 python3.13 python3.12 python3.11; do
    if [[ -n $candidate ]] && is_new_enough "$candidate"; then
      PYTHON=$candidate
      return
    fi
  done
  PYTHON=
}

have_uv() { uv --version >/dev/null 2>&1; }

can_make_venv() {
  have_working_venv || have_uv || "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null
}

venv_package() { "$PYTHON" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'; }

have_working_venv() { is_new_enough "$VENV/bin/python"; }

make_venv() {
  # An environment whose Python was removed or upgraded away is made anew.
  rm -rf "$VENV"
  if "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null; then
    "$PYTHON" -m venv "$VENV"
  else
    uv venv --quiet --no-python-downloads --python "$PYTHON" "$VENV"
  fi
}

pip_install() {
  if have_uv; then
    uv pip install --quiet --python "$VENV/bin/python" "$@"
  else
    # An environment that uv made has no pip.
    "$VENV/bin/python" -c 'import pip' 2>/dev/null || "$VENV/bin/python" -m ensurepip >/dev/null
    "$VENV/bin/python" -m pip --disable-pip-version-check --quiet install "$@"
  fi
}

install_locked() {
  pip_install --require-hashes -r "$1" &&
    pip_install --no-deps --no-build-isolation -e "$ROOT"
}

# python_packages LOCK [LARGER_LOCK]: make .venv hold exactly the versions of LOCK.
# The stamp also names the folder: scripts in .venv hold its full path.
python_packages() {
  local name lock stamp value
  have_working_venv || step "Python environment in .venv" \
    "Remove the folder $VENV and run this command again." make_venv
  for lock in "$@"; do
    name=$(basename "$lock" .lock)
    stamp=$VENV/.areal-$name
    value="$(sha256 "$ROOT/$lock" "$ROOT/pyproject.toml") $ROOT"
    # The larger lock holds the smaller one, so either will do.
    if current "$stamp" "$value"; then return; fi
  done
  lock=$1
  rm -f "$VENV"/.areal-requirements*
  step "Python packages from $lock (about a minute the first time)" \
    "Check the network and the proxy settings, and run this command again." \
    install_locked "$ROOT/$lock"
  echo "$(sha256 "$ROOT/$lock" "$ROOT/pyproject.toml") $ROOT" >"$VENV/.areal-$(basename "$lock" .lock)"
}

# ---------------------------------------------------------------- web assets, translations

ASSETS_STAMP=$ROOT/webmap/node_modules/.areal-assets

assets_value() { sha256 "$ROOT/webmap/package-lock.json" "$ROOT/scripts/vendor_assets.py"; }

assets_current() {
  current "$ASSETS_STAMP" "$(assets_value)" && [[ -x $VENV/bin/python ]] &&
    "$VENV/bin/python" "$ROOT/scripts/vendor_assets.py" --check >/dev/null 2>&1
}

fetch_assets() {
  # Scripts of the packages are not run: files are copied out of them, nothing more.
  (cd "$ROOT/webmap" && npm ci --ignore-scripts --no-audit --no-fund) &&
    "$VENV/bin/python" "$ROOT/scripts/vendor_assets.py" &&
    "$VENV/bin/python" "$ROOT/scripts/vendor_assets.py" --check
}

web_assets() {
  if assets_current; then return; fi
  have npm || fail "npm is not on this machine." \
    "Install it (apt-get install nodejs npm), then run this command again."
  step "Web assets from npm, at pinned versions" \
    "Check the network; a file that differs from webmap/static/vendor/manifest.json was changed." \
    fetch_assets
  assets_value >"$ASSETS_STAMP"
}

translations() {
  local text
  while IFS= read -r text; do
    if [[ ! ${text%.po}.mo -nt $text ]]; then
      step "Translations" "The line above names the file and what is wrong in it." \
        "$VENV/bin/pybabel" -q compile -d "$ROOT/webmap/translations"
      return
    fi
  done < <(find "$ROOT/webmap/translations" -name '*.po' 2>/dev/null)
}

# ---------------------------------------------------------------- all of it

# set_up LOCKS PAIRS: LOCKS and PAIRS are lists in one word each.
set_up() {
  local locks pairs
  read -r -a locks <<<"$1"
  read -r -a pairs <<<"${2:-}"
  [[ -w $ROOT ]] || fail "The folder $ROOT is not writable." \
    "Change its owner, or clone the repository to a folder of your own."
  need_packages "${pairs[@]}"
  # Two commands started together take turns.
  exec 9<"$ROOT/pyproject.toml"
  flock 9
  python_packages "${locks[@]}"
  web_assets
  translations
  exec 9<&-
}
