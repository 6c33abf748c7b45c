import { type CloudPromise, promising } from './cloud-promise.ts'

/** Promises about volumes and what they are attached to. */
export const volumePromises: readonly CloudPromise[] = [
  promising('a volume is as it was asked for', 'volume', ({ deployed }) =>
    deployed.of('volume').flatMap(({ key, id, spec, got }) => {
      if (!got) return []
      const sentences = [
        // A type's least size may be more than what was asked for.
        ...(got.sizeGiB >= spec.sizeGiB ? [] : [`${key} has ${got.sizeGiB} GiB instead of ${spec.sizeGiB}`]),
        ...(spec.type === undefined || got.type === spec.type
          ? []
          : [`${key} is of the type ${got.type} instead of ${spec.type}`]),
        ...(spec.zoneId === undefined || got.zoneId === spec.zoneId
          ? []
          : [`${key} is in the zone ${got.zoneId} instead of ${spec.zoneId}`]),
      ]
      return sentences.map((sentence) => ({ sentence, shownBy: id }))
    }),
  ),
  promising('an attached volume is in use by its server', 'attachment', ({ deployed }) => {
    const volumes = new Map(deployed.of('volume').map((volume) => [volume.id, volume]))
    return deployed.of('attachment').flatMap(({ key, spec }) => {
      const volume = volumes.get(deployed.id(spec.volume) ?? '')
      if (!volume?.got) return []
      const serverId = deployed.id(spec.server)
      const breach = (what: string) => ({ sentence: `${key}: ${volume.key} is ${what}`, shownBy: volume.id })
      if (volume.got.status !== 'in_use') return [breach(volume.got.status)]
      return volume.got.attachments.some((each) => each.serverId === serverId)
        ? []
        : [breach(`not in use by the server ${serverId}`)]
    })
  }),
]
