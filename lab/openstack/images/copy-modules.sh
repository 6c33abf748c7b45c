#!/bin/bash
# Usage: copy-modules.sh TREE VERSION TO NAME…. Copies kernel modules and what they need, and lists them in the order in which they are loaded.
set -euo pipefail
tree=$1 version=$2 folder=$3/lib/modules
shift 3
mkdir -p "$folder"
for name in "$@"; do
  { modprobe -S "$version" -d "$tree" --show-depends "$name" 2>/dev/null || true; } | awk '$1 == "insmod" { print $2 }'
done | awk '!seen[$0]++' | while read -r file; do
  cp "$file" "$folder/"
  basename "$file" >> "$folder/list"
done
