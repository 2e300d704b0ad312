#!/usr/bin/env bash
# Fetches the C libraries that the lint is tested on, as Debian packages them, into a cache folder.
#
#   tools/fetch-sources.sh [FOLDER]     (default: ${XDG_CACHE_HOME:-~/.cache}/ungil/sources)
#
# Leaves the system's package lists as they are: it has a list of sources and a state of its own.
set -euo pipefail

folder=${1:-${XDG_CACHE_HOME:-$HOME/.cache}/ungil/sources}
packages=(cjson zlib lz4 xxhash libyaml libzstd)

mkdir -p "$folder"
cd "$folder"

wanted=()
for package in "${packages[@]}"; do
    [ -d "$package" ] || wanted+=("$package")
done
[ ${#wanted[@]} -gt 0 ] || exit 0

command -v apt-get >/dev/null || { echo "apt-get is not there" >&2; exit 1; }

# The suite and the mirror of the system's own first entry, with deb-src in the place of deb.
state=$(mktemp -d)
trap 'rm -rf "$state"' EXIT
mkdir -p "$state/lists/partial" "$state/cache/archives/partial" "$state/lists.d"
release=$(. /etc/os-release && echo "${VERSION_CODENAME:?}")
mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' "Codename: $release" |
    head -n 1)
[ -n "$mirror" ] || { echo "apt knows no mirror of $release" >&2; exit 1; }
keyring=$(ls /usr/share/keyrings/debian-archive-keyring.* | head -n 1)
echo "deb-src [signed-by=$keyring] $mirror $release main" \
    >"$state/sources.list"
options=(
    -o "Dir::Etc::SourceList=$state/sources.list" -o "Dir::Etc::SourceParts=$state/lists.d"
    -o "Dir::State::Lists=$state/lists" -o "Dir::Cache=$state/cache"
    -o APT::Sandbox::User=root -o Acquire::Languages=none
)
apt-get "${options[@]}" update -qq

for package in "${wanted[@]}"; do
    mkdir "$state/$package"
    (cd "$state/$package" && apt-get "${options[@]}" source -qq --download-only "$package")
    mkdir "$state/unpacked"
    # A detached signature may lie beside the archive.
    archive=$(find "$state/$package" -name '*.orig.tar.*' ! -name '*.asc')
    tar -xf "$archive" -C "$state/unpacked" --strip-components 1
    mv "$state/unpacked" "$folder/$package"
done
