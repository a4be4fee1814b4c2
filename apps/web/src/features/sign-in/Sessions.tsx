import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { EmptyState, Queue } from '../../components/Queue.tsx'
import { Tag } from '../../components/Tag.tsx'
import { When } from '../../components/When.tsx'
import { exchange } from '../../lib/api/request.ts'
import { T, useT } from '../../lib/i18n/text.tsx'
import './sign-in.css'

/** A session as better-auth lists it: the part that is shown. */
interface Session {
  readonly token: string
  readonly createdAt: string
  readonly expiresAt: string
  readonly userAgent?: string | null
}

/** "Firefox on Android": enough to recognise a device, nothing to track it by. */
const deviceName = (agent: string): string => {
  const browser = /Firefox|Edg|OPR|Chrome|Safari/.exec(agent)?.[0].replace('Edg', 'Edge').replace('OPR', 'Opera') ?? ''
  const system = /Android|iPhone|iPad|Windows|Mac OS|Linux/.exec(agent)?.[0] ?? ''
  return [browser, system].filter(Boolean).join(' · ')
}

const readSessions = async (): Promise<{ sessions: readonly Session[]; current: string | null }> => {
  const [sessions, own] = await Promise.all([
    exchange('GET', '/api/auth/list-sessions'),
    exchange('GET', '/api/auth/get-session'),
  ])
  return {
    sessions: [...(sessions as Session[])].sort((a, b) => b.createdAt.localeCompare(a.createdAt)),
    current: (own as { session?: { token?: string } } | null)?.session?.token ?? null,
  }
}

/** Where this member is signed in, and a way to end each. */
export const Sessions = () => {
  const t = useT()
  const read = useQuery({ queryKey: ['sessions'], queryFn: readSessions })
  const [ended, setEnded] = useState(false)
  const end = async (path: string, body: object) => {
    await exchange('POST', path, body)
    setEnded(true)
    await read.refetch()
  }
  return (
    <section className="account-part">
      <h2 id="sessions">
        <T id="signIn.sessions.title" />
      </h2>
      {read.data && (
        <>
          <Queue<Session>
            caption={<T id="signIn.sessions.title" />}
            hideCaption
            rows={read.data.sessions}
            rowKey={(session) => session.token}
            empty={<EmptyState kind="none-yet" title={<T id="signIn.sessions.none" />} />}
            columns={[
              {
                key: 'device',
                label: t('signIn.sessions.device'),
                heads: true,
                cell: (session) => (
                  <span className="row">
                    <bdi>{deviceName(session.userAgent ?? '') || t('signIn.sessions.unknown')}</bdi>
                    {session.token === read.data.current && (
                      <Tag tone="accent">
                        <T id="signIn.sessions.this" />
                      </Tag>
                    )}
                  </span>
                ),
              },
              { key: 'since', label: t('signIn.sessions.since'), cell: (session) => <When at={session.createdAt} /> },
              {
                key: 'end',
                label: t('signIn.sessions.act'),
                cell: (session) =>
                  session.token === read.data.current ? null : (
                    <Button
                      kind="secondary"
                      size="small"
                      onClick={() => void end('/api/auth/revoke-session', { token: session.token })}
                    >
                      <T id="signIn.sessions.end" />
                    </Button>
                  ),
              },
            ]}
          />
          {read.data.sessions.length > 1 && (
            <p className="sessions-end">
              <Button kind="danger" onClick={() => void end('/api/auth/revoke-other-sessions', {})}>
                <T id="signIn.sessions.endOthers" />
              </Button>
            </p>
          )}
        </>
      )}
      {read.isError && (
        <p className="quiet">
          <T id="signIn.sessions.failed" />
        </p>
      )}
      <p role="status">{ended && <T id="signIn.sessions.ended" />}</p>
    </section>
  )
}
