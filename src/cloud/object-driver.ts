import type {
  ByteRange,
  CommonPrefix,
  Container,
  ListedObject,
  ObjectDetails,
  ObjectQuery,
  ObjectSpec,
  StoredObject,
} from '../model/object-storage.ts'
import type { Call } from './call.ts'

/** Containers of objects. What `CloudDriver` says of its groups holds for these two as well. */
export interface ContainerDriver {
  /** Repeating it resolves. Fails with `already_exists` when somebody else has the name on clouds where names are shared by all. */
  create(name: string, call: Call): Promise<Container>
  /** In the order of their names' UTF-8 bytes. */
  list(call: Call): AsyncIterable<Container>
  get(name: string, call: Call): Promise<Container>
  /** Fails with `conflict` while objects are in it. */
  delete(name: string, call: Call): Promise<void>
}

/** Objects in containers, their data streamed in both directions. */
export interface ObjectDriver {
  /**
   * Streams the data in; whoever reads meanwhile sees what was there before, and afterwards all of it. Repeating it replaces data and details. Fails with
   * `not_found` without the container, and with `invalid` when size or digest are not those of the spec: then, and when the stream fails, what was there before
   * stays. A stream that it does not read to its end is canceled.
   */
  put(
    container: string,
    name: string,
    data: ReadableStream<Uint8Array>,
    spec: ObjectSpec,
    call: Call,
  ): Promise<StoredObject>
  /** In the order of their names' UTF-8 bytes. May lag behind by `traits.consistencyWindowMs`; `get` and `read` do not. */
  list(container: string, query: ObjectQuery, call: Call): AsyncIterable<ListedObject | CommonPrefix>
  get(container: string, name: string, call: Call): Promise<StoredObject>
  /**
   * Streams the data out, byte for byte what came in, with the object that it belongs to, whatever becomes of that meanwhile. Of a range that goes on behind the
   * data's end it gives what there is; fails with `invalid` when nothing of the range is in it.
   */
  read(
    container: string,
    name: string,
    range: ByteRange | undefined,
    call: Call,
  ): Promise<{ readonly object: StoredObject; readonly data: ReadableStream<Uint8Array> }>
  /** Replaces all details; the data stays. */
  setDetails(container: string, name: string, details: ObjectDetails, call: Call): Promise<StoredObject>
  /** The cloud copies data and details without sending them out; details that are given replace all of the source's. */
  copy(
    from: { readonly container: string; readonly name: string },
    to: { readonly container: string; readonly name: string },
    details: ObjectDetails | undefined,
    call: Call,
  ): Promise<StoredObject>
  /** Resolves also when the container is gone. */
  delete(container: string, name: string, call: Call): Promise<void>
}
