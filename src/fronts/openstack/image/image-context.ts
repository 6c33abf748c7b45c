import type { Context } from 'hono'
import type { Front } from '../kernel/front.ts'
import type { ServiceEnv, Site } from '../kernel/service.ts'
import type { ImageLibrary } from './image-library.ts'
import type { ImageView } from './image-view.ts'

/** What Glance's routes share. */
export interface ImageContext {
  readonly front: Front
  readonly site: Site
  readonly library: ImageLibrary
  readonly view: ImageView
}

/** The request's query; names and values decoded. */
export const queryOf = (context: Context<ServiceEnv>): URLSearchParams => new URL(context.req.url).searchParams
