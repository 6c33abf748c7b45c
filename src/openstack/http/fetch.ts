/** How requests leave this process: the global `fetch`, an in-process app's own (`app.fetch`) or `openTransport`'s, which pools connections. */
export type Fetch = (request: Request) => Response | Promise<Response>
