import { mkdtempSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openMemoryStore } from './memory-store.ts'
import { openSqliteStore } from './sqlite-store.ts'

interface Ship {
  readonly id: string
  readonly port?: string
}

const byPort = { port: (ship: Ship) => ship.port }
const newPath = () => join(mkdtempSync(join(tmpdir(), 'portolan-store-')), 'state.db')

describe.each([
  ['in memory', async () => openMemoryStore()],
  ['in SQLite', async () => openSqliteStore(newPath())],
])('a store %s', (_name, open) => {
  it('finds documents by id and by index, in the order of their first put', async () => {
    using store = await open()
    const ships = store.collection<Ship>('ships', byPort)
    ships.put({ id: 'b', port: 'genoa' })
    ships.put({ id: 'a', port: 'genoa' })
    ships.put({ id: 'c' })
    ships.put({ id: 'b', port: 'genoa' })
    expect([...ships].map(({ id }) => id)).toEqual(['b', 'a', 'c'])
    expect([...ships.by('port', 'genoa')].map(({ id }) => id)).toEqual(['b', 'a'])
    expect(ships.get('c')).toEqual({ id: 'c' })
  })

  it('moves a document between index values and forgets deleted ones', async () => {
    using store = await open()
    const ships = store.collection<Ship>('ships', byPort)
    ships.put({ id: 'a', port: 'genoa' })
    ships.put({ id: 'a', port: 'venice' })
    expect([...ships.by('port', 'genoa')]).toEqual([])
    ships.delete('a')
    expect([...ships.by('port', 'venice')]).toEqual([])
    expect(ships.size).toBe(0)
  })

  it('has another revision after each write to any collection, an undone one too', async () => {
    using store = await open()
    const [ships, crews] = [store.collection<Ship>('ships'), store.collection<Ship>('crews')]
    const seen = [store.revision]
    const see = () => seen.push(store.revision)
    ships.put({ id: 'a' })
    see()
    crews.put({ id: 'a' })
    see()
    ships.delete('a')
    see()
    expect(() =>
      store.transaction(() => {
        crews.delete('a')
        see()
        throw new Error('no')
      }),
    ).toThrow('no')
    see()
    expect(new Set(seen).size).toBe(6)
    expect(seen).toEqual([...seen].sort((a, b) => a - b))
    ships.get('a')
    expect(store.revision).toBe(seen.at(-1))
  })

  it('undoes every write of a transaction that throws', async () => {
    using store = await open()
    const ships = store.collection<Ship>('ships', byPort)
    ships.put({ id: 'a', port: 'genoa' })
    expect(() =>
      store.transaction(() => {
        ships.put({ id: 'a', port: 'venice' })
        ships.put({ id: 'b', port: 'venice' })
        ships.delete('a')
        throw new Error('storm')
      }),
    ).toThrow('storm')
    expect([...ships]).toEqual([{ id: 'a', port: 'genoa' }])
    expect([...ships.by('port', 'genoa')]).toHaveLength(1)
  })
})

describe('the SQLite store', () => {
  it('gives back what was put before it was closed, in the same order, to its owner alone', async () => {
    const path = newPath()
    {
      using store = await openSqliteStore(path)
      const ships = store.collection<Ship>('ships', byPort)
      ships.put({ id: 'z', port: 'genoa' })
      ships.put({ id: 'a' })
      ships.put({ id: 'z', port: 'venice' })
    }
    using store = await openSqliteStore(path)
    expect([...store.collection<Ship>('ships', byPort)]).toEqual([{ id: 'z', port: 'venice' }, { id: 'a' }])
    expect([...store.collection<Ship>('ships').by('port', 'venice')]).toHaveLength(1)
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  it('refuses a second process by the lock', async () => {
    const path = newPath()
    using store = await openSqliteStore(path)
    store.collection<Ship>('ships').put({ id: 'a' })
    await expect(openSqliteStore(path)).rejects.toThrow(/locked/)
  })
})
