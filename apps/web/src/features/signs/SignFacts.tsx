import type { Sign } from '@ariadne/domain/screening'
import type { ReactNode } from 'react'
import { Tag } from '../../components/Tag.tsx'
import { T } from '../../lib/i18n/text.tsx'

/** The order in which signs stand on a page. */
export const DIMENSIONS = [
  'act',
  'means',
  'purpose',
  'child',
  'vulnerability',
] as const satisfies readonly Sign['dimension'][]

/** What matters about a sign at a glance: its strength, whether it is seen first, and what a country did with it. */
export const SignFacts = ({ sign, after, children }: { sign: Sign; after?: boolean; children?: ReactNode }) => (
  <span className={after ? 'sign-facts sign-facts-after' : 'sign-facts'}>
    <Tag>
      <T id={`codes.screening.strength.${sign.strength}`} />
    </Tag>
    {sign.firstView && (
      <Tag tone="accent">
        <T id="signs.firstView" />
      </Tag>
    )}
    {sign.status === 'retired' && (
      <Tag tone="warn">
        <T id="signs.stage.retired" />
      </Tag>
    )}
    {sign.muted && (
      <Tag tone="warn">
        <T id="signs.muted" />
      </Tag>
    )}
    {sign.mapsTo !== undefined && (
      <Tag tone="accent">
        <T id="signs.ownSign" />
      </Tag>
    )}
    {children}
  </span>
)
