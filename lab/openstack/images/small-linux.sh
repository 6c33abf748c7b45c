#!/bin/bash
# Usage: small-linux.sh FILE. Builds a guest of 17 MB that boots under emulation in seconds: the kernel of linux-image-cloud-amd64, busybox, dropbear and
# the scripts in small-linux/. It takes its address by DHCP; its name, key and user data from the metadata service or a config drive; scripts (#!) as user data.
set -euo pipefail
umask 022
target=$1 source=$(dirname "$(readlink -f "$0")")/small-linux
work=$(mktemp -d "$target.XXXXXX")
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir kernel root

kernel=$(apt-cache depends linux-image-cloud-amd64 | awk '/Depends: linux-image-/ { print $2; exit }')
apt-get download -qq -o APT::Sandbox::User=root "$kernel"
dpkg-deb -x "$kernel"*.deb kernel
version=$(ls kernel/lib/modules)
depmod -b kernel "$version"

cp -R --no-preserve=mode,ownership "$source/root/." root/
chmod 755 root/etc/rc root/etc/udhcpc.sh root/etc/acpi/power root/sbin/sudo
mkdir -p root/{bin,sbin,usr/bin,usr/sbin,etc/dropbear,dev,proc,sys,run,var/log,mnt,root/.ssh,boot/extlinux}
mkdir -m 1777 root/tmp
cp "$(command -v busybox)" root/bin/busybox
for applet in $(busybox --list); do
  case $applet in busybox | sudo) ;; *) ln -sf /bin/busybox "root/bin/$applet" ;; esac
done
for applet in init getty reboot poweroff halt ip; do ln -sf /bin/busybox "root/sbin/$applet"; done
ln -s /sbin/sudo root/usr/bin/sudo
for program in /usr/sbin/dropbear /usr/bin/dropbearkey /sbin/resize2fs /sbin/mke2fs; do
  cp -L "$program" root/usr/sbin/
  ldd "$program" | grep -o '/[^ ]*' | while read -r library; do
    mkdir -p "root$(dirname "$library")"
    cp -Ln "$library" "root$library"
  done
done
chmod 600 root/etc/shadow
bash "$source/../copy-modules.sh" kernel "$version" root virtio_net virtio_rng virtio_balloon isofs sr_mod ata_piix ahci vfat nls_cp437 nls_ascii af_packet button evdev acpiphp shpchp virtio_scsi sd_mod
cp "kernel/boot/vmlinuz-$version" root/boot/vmlinuz
bash "$source/../make-initrd.sh" "$work/kernel" "$version" root/boot/initrd

# A whole disk without partitions: extlinux boots from its boot sector, and resize2fs alone makes it as large as the flavor says.
truncate -s "${SIZE_MIB:-48}M" disk
mke2fs -q -t ext4 -O '^64bit,^metadata_csum,^has_journal,^resize_inode' -E root_owner=0:0 -m 0 -L root -b 4096 -d root disk
mkdir mounted
mount -o loop disk mounted
extlinux --install mounted/boot/extlinux > /dev/null 2>&1 || { umount mounted; echo 'extlinux failed'; exit 1; }
umount mounted
qemu-img convert -O qcow2 -c disk finished
mv finished "$target"
