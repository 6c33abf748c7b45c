#!/bin/bash
# Usage: make-initrd.sh TREE VERSION FILE. The smallest initial RAM disk that mounts an ext4 root on a virtio disk: busybox and the modules for that.
set -euo pipefail
tree=$1 version=$2 file=$3 source=$(dirname "$(readlink -f "$0")")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work"/{bin,dev,proc,sys,new}
cp "$(command -v busybox)" "$work/bin/busybox"
install -m 755 "$source/initrd-init" "$work/init"
bash "$source/copy-modules.sh" "$tree" "$version" "$work" virtio_pci virtio_blk ext4
(cd "$work" && find . | cpio --quiet -o -H newc -R 0:0) | gzip -1 > "$file"
