import { useCallback } from 'react'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'

/** Features register their pages at run time, so parameters and search are plain strings here; each page checks what it gets. */
export const usePathParams = <K extends string>(): Record<K, string> =>
  useParams({ strict: false, select: (all) => all as Record<K, string> })
export const useSearchText = (): Readonly<Record<string, string | undefined>> => {
  const search: Record<string, unknown> = useSearch({ strict: false })
  return Object.fromEntries(
    Object.entries(search).map(([key, value]) => [key, value == null ? undefined : String(value)]),
  )
}

/** Goes to an address inside the app. @example const go = useGo(); go(`/cases/${caseId}`) */
export const useGo = (): ((to: string, options?: { replace?: boolean }) => void) => {
  const navigate = useNavigate()
  return useCallback(
    (to, { replace = false } = {}) => {
      const [path = '/', search = ''] = to.split('?')
      void navigate({
        to: path,
        search: search ? Object.fromEntries(new URLSearchParams(search)) : {},
        replace,
      })
    },
    [navigate],
  )
}
