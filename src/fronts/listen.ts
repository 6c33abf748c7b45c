import { createServer as createHttpServer, type Server } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import { getRequestListener, type HttpBindings } from '@hono/node-server'

/** Answers requests; `connection` is what the request came in by. */
export type Handler = (request: Request, connection: HttpBindings) => Response | Promise<Response>

export interface ListenOptions {
  readonly host: string
  /** 0 for any free port. */
  readonly port: number
  /** PEM; absent for plain HTTP. */
  readonly tls?: { readonly certificate: string; readonly privateKey: string }
}

export interface Listener extends AsyncDisposable {
  /** Such as `http://127.0.0.1:5000`, without a trailing slash. */
  readonly origin: string
}

/**
 * Serves a front over HTTP on one address. Disposing ends open connections and frees the port. Rejects when the port is taken. From then on the process's
 * `Request` and `Response` are those of @hono/node-server, subclasses of Node's: text is answered by them without a stream.
 */
export const listen = async (handler: Handler, { host, port, tls }: ListenOptions): Promise<Listener> => {
  const onRequest = getRequestListener((request, env) => handler(request, env as HttpBindings), {
    hostname: host,
  })
  const server: Server = tls
    ? createHttpsServer({ cert: tls.certificate, key: tls.privateKey }, onRequest)
    : createHttpServer(onRequest)
  // Who asks before sending a body is told to send it once somebody reads it: a request that is refused unseen stays without one.
  server.on('checkContinue', (incoming, outgoing) => {
    incoming.once('resume', () => {
      if (!outgoing.headersSent) outgoing.writeContinue()
    })
    void onRequest(incoming, outgoing)
  })
  server.keepAliveTimeout = 65_000
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const { port: bound } = server.address() as AddressInfo
  const shownHost = host.includes(':') ? `[${host}]` : host
  return {
    origin: `${tls ? 'https' : 'http'}://${shownHost}:${bound}`,
    async [Symbol.asyncDispose]() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}
