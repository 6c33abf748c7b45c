/** The global `fetch`, or an in-process app's own (`app.fetch`). */
export type Fetch = (request: Request) => Response | Promise<Response>
