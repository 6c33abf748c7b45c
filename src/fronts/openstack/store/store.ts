/** A document of a collection: plain JSON with an id. Documents are never changed in place; a change is a new document put over the old. */
export interface Document {
  readonly id: string
}

export interface Collection<Doc extends Document> extends Iterable<Doc> {
  readonly size: number
  get(id: string): Doc | undefined
  /** Durable when it returns, where the store is durable at all. Keeps the document's place in the order of iteration. */
  put(document: Doc): void
  /** Deleting what is not there does nothing. */
  delete(id: string): void
  /** The documents whose index value is this one, in order of their first put. */
  by(index: string, value: string): Iterable<Doc>
}

/** For each index the value that a document is found by; `undefined` leaves the document out of that index. */
export type Indexes<Doc> = Readonly<Record<string, (document: Doc) => string | undefined>>

/**
 * Where a front keeps what is its own. Reads come from memory always; writes go to the disk first where there is one, so that nothing that
 * was answered is lost on `kill -9`.
 */
export interface Store extends Disposable {
  /** Grows with every write to any collection: what was made of documents alone holds for as long as this stays. */
  readonly revision: number
  /** The collection of that name; the same object each time. Opens with what was put before. */
  collection<Doc extends Document>(name: string, indexes?: Indexes<Doc>): Collection<Doc>
  /** All the writes inside become durable together, or none when it throws. */
  transaction<Result>(work: () => Result): Result
}
