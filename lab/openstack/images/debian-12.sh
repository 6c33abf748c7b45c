#!/bin/bash
# Usage: debian-12.sh FILE. Builds a Debian 12 guest with cloud-init in which the project's example workloads can be set up without the internet, since
# guests reach nothing but the lab's networks: the packages that their set-up installs are installed, their services off, and apt has no sources.
# Docker finds the image docker.io/library/nginx:stable loaded: it is made here from Debian's nginx, for nothing can be pulled.
# Not as in Debian's own cloud images: no partitions, no GRUB, no initramfs-tools; the initial RAM disk is the small guest's.
set -euo pipefail
umask 022
target=$1 source=$(dirname "$(readlink -f "$0")")
work=$(mktemp -d "$target.XXXXXX")
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir kernel root

system=systemd-sysv,udev,dbus,kmod,iproute2,iputils-ping,procps,openssh-server,sudo,cloud-init,python3,e2fsprogs,curl,ca-certificates
workloads=haproxy,apache2,libapache2-mod-php,php-mysql,mariadb-server,docker.io,iptables
lean=(--aptopt='Apt::Install-Recommends "false"' --dpkgopt=force-unsafe-io)
for folder in man locale doc info; do lean+=(--dpkgopt="path-exclude=/usr/share/$folder/*"); done
mmdebstrap --quiet --mode=root --variant=minbase --include="$system,$workloads" "${lean[@]}" bookworm root
# Without the modes and owners that it has in this clone.
cp -R --no-preserve=mode,ownership "$source/debian-12/root/." root/
: > root/etc/apt/sources.list
# Not this machine's own, which mmdebstrap left: guests know no DNS, and hear so at once.
: > root/etc/resolv.conf
rm -f root/etc/ssh/ssh_host_* root/etc/hostname root/etc/machine-id
: > root/etc/machine-id
for service in haproxy apache2 mariadb docker containerd; do systemctl --root root --quiet disable "$service"; done
systemctl --root root --quiet disable docker.socket
systemctl --root root --quiet enable systemd-networkd
# What a guest of a quarter of an hour has no use for takes seconds each under emulation.
systemctl --root root --quiet mask apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer e2scrub_reap.service fstrim.timer \
  phpsessionclean.timer systemd-tmpfiles-clean.timer systemd-binfmt.service systemd-pstore.service systemd-update-utmp.service \
  systemd-update-utmp-runlevel.service systemd-random-seed.service systemd-journal-flush.service systemd-networkd-wait-online.service \
  proc-sys-fs-binfmt_misc.automount dev-hugepages.mount dev-mqueue.mount sys-kernel-debug.mount sys-kernel-tracing.mount getty@tty1.service

package=$(apt-cache depends linux-image-cloud-amd64 | awk '/Depends: linux-image-/ { print $2; exit }')
apt-get download -qq -o APT::Sandbox::User=root "$package"
dpkg-deb -x "$package"*.deb kernel
version=$(ls kernel/lib/modules)
cp -a kernel/lib/modules root/usr/lib/
depmod -b root "$version"
mkdir -p root/boot/extlinux
cp "kernel/boot/vmlinuz-$version" root/boot/vmlinuz
bash "$source/make-initrd.sh" "$work/root" "$version" root/boot/initrd
cp "$source/debian-12/extlinux.conf" root/boot/extlinux/

mmdebstrap --quiet --mode=root --variant=extract --include=nginx "${lean[@]}" bookworm nginx
cp -R --no-preserve=mode,ownership "$source/debian-12/nginx/." nginx/
mkdir -p nginx/var/lib/nginx nginx/var/log/nginx nginx/run nginx/tmp root/usr/share/lab
python3 "$source/debian-12/container-image.py" nginx docker.io/library/nginx:stable root/usr/share/lab/nginx-stable.tar

truncate -s 3G disk
mke2fs -q -t ext4 -O '^64bit,^metadata_csum' -L root -m 0 -d root disk
mkdir mounted
mount -o loop disk mounted
extlinux --install mounted/boot/extlinux > /dev/null 2>&1 || { umount mounted; echo 'extlinux failed'; exit 1; }
umount mounted
qemu-img convert -O qcow2 -c -o compression_type=zstd disk finished
mv finished "$target"
