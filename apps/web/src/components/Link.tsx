import { Link as RouterLink } from '@tanstack/react-router'
import type { AnchorHTMLAttributes, ReactNode } from 'react'

type LinkProps = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href' | 'target'> & {
  /** An address inside the app, with its parameters and search already in it: `/cases/0193…?tab=timeline`. */
  to: string
  children?: ReactNode
  [data: `data-${string}`]: string | undefined
}

/** A link to another page of the app. Features register their pages at run time, so an address is a plain string. */
export const Link = ({ to, ...rest }: LinkProps) => {
  const [path = '/', search = ''] = to.split('?')
  const [bare = '/', hash] = path.split('#')
  return (
    <RouterLink
      {...rest}
      to={bare}
      // A page under this one is another page: only the very address is "current".
      activeOptions={{ exact: true, includeSearch: false }}
      search={search ? Object.fromEntries(new URLSearchParams(search)) : {}}
      {...(hash ? { hash } : {})}
    />
  )
}
