import type { Quirk } from './quirk.ts'

const below = 'src/workload/quirks-below.test.ts'
const fit = 'src/workload/fit.test.ts'

/** Images, flavors and volumes. */
export const machineQuirks: readonly Quirk[] = [
  {
    n: 25,
    area: 'images',
    quirk: 'the same system’s image has another name on each cloud',
    rule: {
      says: 'An image is known by the properties that say its system, version and architecture, else by its name in all the ways that clouds write it.',
      file: 'src/workload/choose-image.ts',
      symbol: 'identifyImage',
    },
    test: { file: fit, title: 'chooseImage > reads the name %s' },
  },
  {
    n: 26,
    area: 'images',
    quirk: 'clouds have different versions of a system',
    rule: {
      says: 'A workload names system and version; an image of another version is not taken, and the plan is refused with what there is.',
      file: 'src/workload/choose-image.ts',
      symbol: 'chooseImage',
    },
    test: { file: fit, title: 'chooseImage > does not take %s' },
    everywhere: 'every profile has two systems or more, of which one is wanted',
  },
  {
    n: 27,
    area: 'images',
    quirk: 'the wanted system is not on offer, and must be uploaded',
    rule: {
      says: 'Images are uploaded in a format that the cloud takes, by the way that it has open; the plan takes them as it takes the cloud’s own.',
      file: 'src/drivers/openstack/images.ts',
      symbol: 'imageGroup',
    },
    test: {
      file: 'src/openstack/image/image-uploads.test.ts',
      title: 'images get their data > by $imageUpload where that is how it is done',
    },
  },
  {
    n: 28,
    area: 'images',
    quirk: 'the user to log in as differs',
    rule: {
      says: 'Nobody logs in: cloud-init does the whole setup as root, whatever the image’s user is called.',
      file: 'src/workload/user-data.ts',
      symbol: 'renderUserData',
    },
    test: {
      file: 'src/workload/user-data.test.ts',
      title: 'renderUserData > mounts volumes before the commands run, and stops at the first that fails',
    },
    needsGuest:
      'that the same setup ends well in images with different users: in the lab it does in Debian’s, others are not tried',
  },
  {
    n: 29,
    area: 'guests',
    quirk: 'the guest has no Python 2, or no Python at all',
    rule: {
      says: 'Nothing is run in the guest from outside: its setup is data for cloud-init and a shell script.',
      file: 'src/workload/user-data.ts',
      symbol: 'renderUserData',
    },
    test: {
      file: 'src/workload/user-data.test.ts',
      title: 'renderUserData > writes a mount script that a POSIX shell can read',
    },
    needsGuest: 'that it is so in guests of several systems: the lab has Debian’s, others are not tried',
  },
  {
    n: 30,
    area: 'images',
    quirk: 'images get in by PUT, by import, by tasks, or not at all',
    rule: {
      says: 'The way is found by asking: PUT, and interoperable import where the policy refuses that; where there is none, upload is absent.',
      file: 'src/drivers/openstack/images.ts',
      symbol: 'imageGroup',
    },
    test: {
      file: 'src/openstack/image/image-uploads.test.ts',
      title: 'images get their data > by $imageUpload where that is how it is done',
    },
  },
  {
    n: 31,
    area: 'flavors',
    quirk: 'flavors have other names and sizes',
    rule: {
      says: 'A flavor is chosen by what it has: the cheapest that meets every minimum, or the smallest where no prices are told.',
      file: 'src/workload/choose-flavor.ts',
      symbol: 'chooseFlavor',
    },
    test: {
      file: fit,
      title: 'chooseFlavor > takes the cheapest that meets every minimum, known prices first, then the smallest',
    },
  },
  {
    n: 32,
    area: 'flavors',
    quirk: 'the same work takes longer on another cloud',
    rule: {
      says: 'Each phase’s time is in the report, and two reports can be compared.',
      file: 'src/challenge/challenge-report.ts',
      symbol: 'challengeReportSchema',
    },
    test: {
      file: 'src/challenge/run-challenge.test.ts',
      title: 'every workload passes every phase on every cloud, and the report is of its schema',
    },
    needsGuest: 'how fast guests really are: the lab’s times, under emulation, are on its page',
  },
  {
    n: 33,
    area: 'volumes',
    quirk: 'a volume has a least size',
    rule: {
      says: 'A volume has the least of its type where the cloud tells it, and what the refusal names where it does not; boot volumes too.',
      file: 'src/workload/kinds/volume.ts',
      symbol: 'volumeKeeper',
    },
    test: { file: below, title: 'volumes > take what the refusal says is the least, where the cloud tells no minimum' },
  },
  {
    n: 34,
    area: 'volumes',
    quirk: 'the guest’s device is vdb, xvdb or something else',
    rule: {
      says: 'A volume is found in the guest by its id, which the hypervisor tells as the disk’s serial, never by a device’s name.',
      file: 'src/workload/user-data.ts',
      symbol: 'renderUserData',
    },
    test: {
      file: 'src/workload/user-data.test.ts',
      title: 'renderUserData > finds a volume by its id, and looks again and has the SCSI hosts look until it is there',
    },
    needsGuest: 'that hypervisors tell the serial so: the lab’s QEMU does, others are not tried',
  },
  {
    n: 35,
    area: 'volumes',
    quirk: 'a new volume is not seen until the SCSI bus is looked through',
    rule: {
      says: 'The guest waits for its volume and has its SCSI hosts look for it, until it is there.',
      file: 'src/workload/user-data.ts',
      symbol: 'renderUserData',
    },
    test: {
      file: 'src/workload/user-data.test.ts',
      title: 'renderUserData > finds a volume by its id, and looks again and has the SCSI hosts look until it is there',
    },
    needsGuest: 'that a volume on a SCSI bus turns up: the lab’s are on virtio',
  },
  {
    n: 36,
    area: 'flavors',
    quirk: 'flavors have no disk: servers boot from volumes',
    rule: {
      says: 'A flavor without a disk boots from a volume that is made with the server and goes with it.',
      file: 'src/workload/fit-components.ts',
      symbol: 'fitComponents',
    },
    test: {
      file: below,
      title: 'volumes > are booted from by servers whose flavor has no disk, with the least that the refusal says',
    },
  },
]
