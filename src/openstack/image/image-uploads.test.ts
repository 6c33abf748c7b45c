import { arrayBuffer } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { driverOverFront } from '../../../lab/embedded/driver-over-front.ts'

const call = { signal: new AbortController().signal }
const content = Uint8Array.from({ length: 200_000 }, (_, index) => index % 251)
const stream = () => new Blob([content]).stream()

describe('images get their data', () => {
  it.each([
    { imageUpload: 'put', way: ['PUT /file 204', 'PUT /file 204'] },
    {
      imageUpload: 'import',
      way: [
        'PUT /file 403',
        'GET /info/import 200',
        'PUT /stage 204',
        'POST /import 202',
        'PUT /stage 204',
        'POST /import 202',
      ],
    },
  ] as const)('by $imageUpload where that is how it is done', async ({ imageUpload, way }) => {
    await using opened = await driverOverFront({ front: { imageUpload } })
    const { driver, sent } = opened
    const { content: images } = driver.images
    for (const name of ['first', 'second']) {
      const { id } = (await images?.create({ name, format: 'raw' }, { ...call, token: name })) ?? {}
      if (!images || !id) throw new Error('no images can be made')
      await images.upload(id, stream(), call)
      expect(await driver.images.get(id, call)).toMatchObject({ status: 'active', sizeBytes: content.length })
      expect(Buffer.from(await arrayBuffer(await images.download(id, call))).equals(content)).toBe(true)
    }
    const steps = sent.map(
      ({ method, path, status }) => `${method} ${path.replace(/^\/image\/v2(\/images\/[^/]+)?/, '')} ${status}`,
    )
    expect(steps.filter((step) => /^(PUT|POST) \/(file|stage|import) |info\/import/.test(step))).toEqual(way)
  })

  it.each(['tasks', 'none'] as const)(
    'by no way of ours where only %s will do: then none can be made',
    async (imageUpload) => {
      await using opened = await driverOverFront({ front: { imageUpload } })
      expect(opened.driver.images.content).toBeUndefined()
    },
  )

  it('by no way of ours where the configuration says that tasks do it', async () => {
    await using opened = await driverOverFront({ settings: { image_api_use_tasks: true } })
    expect(opened.driver.images.content).toBeUndefined()
  })
})
