import { stringify } from 'yaml'
import type { GuestSetup, Reference, TemplateText } from './resource-node.ts'

export interface Filling {
  readonly text: (text: TemplateText) => string
  readonly id: (reference: Reference) => string
}

const mountScript = '/usr/local/sbin/portolan-mount'

/**
 * The guest's setup as user data for cloud-init: a `#cloud-config` of hostname, files, packages and commands. Volumes are mounted after the packages
 * are there and before the first command; the first command that fails ends the setup, and cloud-init reports it.
 */
export const renderUserData = (guest: GuestSetup, fill: Filling): string => {
  const files = guest.files.map(({ path, content, mode, owner }) => ({
    path,
    permissions: mode.padStart(4, '0'),
    owner,
    content: fill.text(content),
  }))
  const mounts = guest.mounts.map(({ volume, directory, filesystem }) => [
    mountScript,
    fill.id(volume),
    directory,
    filesystem,
  ])
  const packages = new Set(guest.packages)
  if (guest.mounts.some(({ filesystem }) => filesystem === 'xfs')) packages.add('xfsprogs')
  const commands = [...mounts, ...guest.run.map(fill.text)]
  const config = {
    hostname: guest.hostname,
    preserve_hostname: false,
    manage_etc_hosts: 'localhost',
    ...(packages.size > 0 ? { package_update: true, packages: [...packages] } : {}),
    ...(files.length > 0 || mounts.length > 0
      ? { write_files: [...(mounts.length > 0 ? [mountFile] : []), ...files] }
      : {}),
    ...(commands.length > 0 ? { runcmd: ['set -e', ...commands] } : {}),
  }
  return `#cloud-config\n${stringify(config, { lineWidth: 0, aliasDuplicateObjects: false })}`
}

/**
 * Finds a volume by the id that the hypervisor tells the guest, since device names differ between clouds: QEMU's virtio disks have the id's first
 * 20 characters as their serial, SCSI ones the whole id, and AWS's NVMe disks the id without its dash. The volume may be attached after the boot.
 */
const mountFile = {
  path: mountScript,
  permissions: '0755',
  owner: 'root:root',
  content: `#!/bin/sh
# portolan-mount VOLUME_ID DIRECTORY FILESYSTEM: waits for the volume, gives it a file system if it has none, and mounts it for good.
set -e
id=$1 directory=$2 filesystem=$3
short=$(printf %.20s "$id")
dashless=$(printf %s "$id" | tr -d -)

device() {
  for link in /dev/disk/by-id/*; do
    case $link in
      *-part[0-9]*) ;;
      *"$short"* | *"$dashless"*) readlink -f "$link"; return ;;
    esac
  done
}

waited=0
while found=$(device); [ -z "$found" ]; do
  waited=$((waited + 2))
  if [ "$waited" -gt 600 ]; then
    echo "portolan-mount: the volume $id did not appear within 10 minutes" >&2
    exit 1
  fi
  # SCSI controllers that miss a disk being plugged in see it when they are told to look.
  for scan in /sys/class/scsi_host/host*/scan; do
    [ ! -w "$scan" ] || echo '- - -' > "$scan"
  done
  sleep 2
done
[ -n "$(blkid -o value -s TYPE "$found")" ] || "mkfs.$filesystem" "$found"
mkdir -p "$directory"
uuid=$(blkid -o value -s UUID "$found")
grep -q "^UUID=$uuid " /etc/fstab || echo "UUID=$uuid $directory $filesystem defaults,nofail 0 2" >> /etc/fstab
mountpoint -q "$directory" || mount "$directory"
`,
}
