import { useEffect, useState } from 'react'
import type { Bundle, SetContent } from '../../lib/content/bundle.ts'
import { refreshContent, useContent } from '../../lib/content/content.ts'

/** The sets of this device, after asking once whether there are newer ones. Undefined while they are being read. */
export const useSets = (): readonly SetContent[] | undefined => {
  const content = useContent()
  const [newer, setNewer] = useState<Bundle>()
  useEffect(() => {
    let wanted = true
    void refreshContent()
      .then(() => import('../../lib/content/content.ts').then((m) => m.keptContent()))
      .then((bundle) => wanted && bundle && setNewer(bundle))
      .catch(() => undefined)
    return () => {
      wanted = false
    }
  }, [])
  return newer?.sets ?? (content.state === 'ready' ? content.bundle.sets : content.state === 'missing' ? [] : undefined)
}

/** One version exactly: here a country's overlay is not the region's version. */
export const findVersion = (sets: readonly SetContent[], id: string, version: string): SetContent | undefined =>
  sets.find(({ set }) => set.id === id && set.version === version)
