#!/bin/bash
# Usage: build-guest.sh FOLDER. Makes FOLDER/kernel and FOLDER/initrd, a guest that lives in memory: the kernel of linux-image-cloud-amd64, busybox and dropbear.
# Needs no rights, but Debian's packages busybox-static, dropbear-bin, cpio and kmod, and apt's archives.
set -euo pipefail
export LC_ALL=C.UTF-8 LANGUAGE=
umask 022
folder=$1 source=$(dirname "$(readlink -f "$0")")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir -p tree root/{bin,dev,etc/dropbear,lib,proc,root/.ssh,run,server,sys,tmp,usr/sbin}

package=$(apt-cache depends linux-image-cloud-amd64 | awk '/Depends: linux-image-/ { print $2; exit }')
apt-get download -qq -o APT::Sandbox::User=root "$package"
dpkg-deb -x "$package"*.deb tree
version=$(ls tree/lib/modules)
depmod -b tree "$version"
bash "$source/../openstack/images/copy-modules.sh" tree "$version" root virtio_pci virtio_net virtio_blk virtio_rng

cp "$(command -v busybox)" root/bin/busybox
for applet in $(busybox --list); do [ "$applet" = busybox ] || ln -s busybox "root/bin/$applet"; done
for program in /usr/sbin/dropbear /usr/bin/dropbearkey /usr/bin/lsblk; do
  rm -f "root/bin/$(basename "$program")"
  cp -L "$program" root/bin/
  ldd "$program" | grep -o '/[^ ]*' | while read -r library; do
    mkdir -p "root$(dirname "$library")"
    cp -Ln "$library" "root$library"
  done
done
echo 'root:x:0:0:root:/root:/bin/sh' > root/etc/passwd
echo 'root:*:19000:0:99999:7:::' > root/etc/shadow
chmod 600 root/etc/shadow
chmod 700 root/root root/root/.ssh
install -m 755 "$source/guest-init" root/init

mkdir -p "$folder"
cp "tree/boot/vmlinuz-$version" kernel
(cd root && find . | cpio --quiet -o -H newc -R 0:0) | gzip -1n > "$work/initrd"
# Both are there whole, or not at all.
for file in kernel initrd; do
  new=$(mktemp "$folder/$file.XXXXXX")
  cat "$work/$file" > "$new"
  mv "$new" "$folder/$file"
done
