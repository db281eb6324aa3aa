#!/bin/sh
# Puts the package, its tests and what they need from the npm registry into a folder.
#
# usage: prepare.sh FOLDER      run.sh says what is missing if this could not be done
set -eu

target=$1
source=$(cd "$(dirname "$0")/.." && pwd)
mkdir -p "$target"
rm -rf "$target/lib" "$target/test" "$target/missing"
cp -R "$source/lib" "$source/test" "$source/README.md" "$source/package.json" "$source/prepare.js" "$target"

missing() {
  printf '%s\n' "$1" > "$target/missing"
  exit 0
}

command -v node >/dev/null || missing 'node is not installed; the packages are nodejs and npm'
command -v npm >/dev/null || missing 'npm is not installed; the package is npm'
node -e 'const [major, minor] = process.versions.node.split(".");
         process.exit(major > 18 || (major == 18 && minor >= 17) ? 0 : 1)' ||
  missing "node $(node --version) is older than 18.17"

if [ -e "$target/node_modules/koffi" ] &&
  cmp -s "$source/package-lock.json" "$target/package-lock.json"; then
  exit 0
fi
cp "$source/package-lock.json" "$target"
log=$target/npm.log
install() {
  cd "$target" && npm ci --ignore-scripts --prefer-offline --no-audit --no-fund
}
if ! (install) > "$log" 2>&1; then
  rm "$target/package-lock.json"
  missing "npm could not install koffi: $(grep -i -m 1 'npm err' "$log" || cat "$log")"
fi
