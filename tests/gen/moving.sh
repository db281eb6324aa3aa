#!/bin/sh
# The worked example of vce_moving(7) builds and runs exactly as it is written there.
#
# Usage: moving.sh VCE_H LIBVCE_A    (in the project's top folder; MAKE, CC and PYTHON name others)
#
# The page's source marks each listing with a comment; nothing of the example stands anywhere else.
set -eu

page=man/vce_moving.7
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/libvce" "$scratch/hall" "$scratch/bin"
cp "$1" "$scratch/libvce/vce.h"
cp "$2" "$scratch/libvce/libvce.a"
printf '#!/bin/sh\nexec %s -B "%s/compat/gen/main.py" "$@"\n' "${PYTHON:-python3}" "$PWD" \
  >"$scratch/bin/vcegen"
chmod 755 "$scratch/bin/vcegen"
PATH=$scratch/bin:$PATH

# A listing as a reader sees it. Other escapes than these three have no business in one.
listing() { # NAME
  awk -v wanted=".\\\\\" listing $1" '
    /^\.EE/ { inside = 0 }
    inside { print }
    $0 == wanted { is_next = 1 }
    is_next && /^\.EX/ { inside = 1; is_next = 0 }' "$page" >"$scratch/raw"
  test -s "$scratch/raw" || { echo "no listing $1 in $page" >&2; exit 1; }
  if grep -n '\\[^e&-]' "$scratch/raw" >&2; then
    echo "listing $1 has an escape that this test does not know" >&2
    exit 1
  fi
  sed 's/^\\&//; s/\\-/-/g; s/\\e/\\/g' "$scratch/raw"
}

for file in hall.txt hall.c Makefile; do
  listing $file >"$scratch/hall/$file"
done
listing changes >"$scratch/changes"
listing commands >"$scratch/commands"
listing output >"$scratch/expected"

# Each changed line replaces the one that sets the same variable.
cd "$scratch/hall"
cp Makefile old
while read -r name is value; do
  test "$(grep -c "^$name $is " Makefile)" -eq 1
  sed "s|^$name $is .*|$name $is $value|" Makefile >new
  mv new Makefile
done <"$scratch/changes"
changed=$(diff old Makefile | grep -c '^>' || true)
test "$changed" -eq 2 || { echo "$changed lines of the Makefile change, not two" >&2; exit 1; }

# The flags of an outer make are not meant for this one.
unset MAKEFLAGS MFLAGS MAKELEVEL
{
  echo "make() { command ${MAKE:-make} -s CC='${CC:-gcc}'; }"
  cat "$scratch/commands"
} >"$scratch/script"
timeout 100 sh -eu "$scratch/script" >"$scratch/output"
diff "$scratch/expected" "$scratch/output"
echo "the example of $page builds and runs"
