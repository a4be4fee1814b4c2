import { createHash } from 'node:crypto'
import type { Content, LoadedContent } from './load.ts'

/** The content in use. It begins as the files say, and can be replaced while the instance runs. */
export type ContentSource = {
  content: Content
  etag: () => string
  /** Runs before content is given out: to look whether there is newer. */
  beforeServing: (look: () => Promise<void>) => void
  fresh: () => Promise<void>
  /** What is given in place of what there is. Whoever holds `content` sees it at once. */
  replace: (changed: Partial<Pick<Content, 'sets' | 'overlays' | 'scripts' | 'courses' | 'card' | 'reach'>>) => void
}

export const contentSource = ({ content, etag }: LoadedContent): ContentSource => {
  const looks: (() => Promise<void>)[] = []
  let tag = etag
  return {
    content,
    etag: () => tag,
    beforeServing: (look) => void looks.push(look),
    fresh: async () => {
      for (const look of looks) await look()
    },
    replace: (changed) => {
      Object.assign(content, changed)
      const digest = createHash('sha256').update(etag).update(JSON.stringify(changed)).digest('base64url')
      tag = `"${digest.slice(0, 22)}"`
    },
  }
}
