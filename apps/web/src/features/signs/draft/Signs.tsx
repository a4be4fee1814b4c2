import { FIRST_VIEW_MOST } from '@ariadne/domain/screening'
import { useState } from 'react'
import { Button } from '../../../components/Button.tsx'
import { Link } from '../../../components/Link.tsx'
import { Tag } from '../../../components/Tag.tsx'
import { TextField } from '../../../components/TextField.tsx'
import { read } from '../../../lib/content/texts.ts'
import { useLanguage } from '../../../lib/i18n/I18nProvider.tsx'
import { directionOf } from '../../../lib/i18n/languages.ts'
import { T, useT } from '../../../lib/i18n/text.tsx'
import { useGo } from '../../../lib/params.ts'
import { DIMENSIONS, SignFacts } from '../SignFacts.tsx'
import { withNewSign } from './change.ts'
import type { OpenDraft } from './useDraftOfSet.ts'

/** Whether something is still wrong with a sign, by the places that problems name. */
const faultyIn = ({ problems, working }: OpenDraft): ReadonlySet<string> =>
  new Set(
    problems.flatMap(({ file, path: [first, at] }) => {
      if (file.endsWith('.json')) return /^sign\.(\w+)\./u.exec(String(first ?? ''))?.[1] ?? []
      const signs = working.kind === 'set' ? working.definition.signs : working.definition.add
      const found = (first === 'signs' || first === 'add') && typeof at === 'number' ? signs[at] : undefined
      return found ? [found.id] : []
    }),
  )

/** The signs of a draft by dimension; a new one begins with its name. */
export const Signs = ({ open }: { open: OpenDraft }) => {
  const t = useT()
  const go = useGo()
  const { language } = useLanguage()
  const [id, setId] = useState('')
  const [error, setError] = useState<string>()
  const { content, working } = open
  if (!content) return null
  const reading = read(content.texts, language)
  const faulty = faultyIn(open)
  const { signs } = content.set
  const first = signs.filter((sign) => sign.firstView && sign.status === 'active').length
  const address = (sign: string) => `/signs/drafts/${open.draftId}/sign?sign=${sign}`

  const add = () => {
    if (!/^[a-z][a-z0-9_]*$/u.test(id) || signs.some((sign) => sign.id === id))
      return setError(t('signs.sign.id.wrong'))
    open.change(withNewSign(working, id))
    return void open.flush().then(() => go(address(id)))
  }
  return (
    <>
      <p className="quiet">
        <T id="signs.firstView.of" values={{ count: first, most: FIRST_VIEW_MOST }} />
      </p>
      {DIMENSIONS.map((dimension) => {
        const here = signs.filter((sign) => sign.dimension === dimension)
        if (here.length === 0) return null
        return (
          <section key={dimension}>
            <h2>
              <T id={`codes.screening.dimension.${dimension}`} />
            </h2>
            <ul className="sign-lines">
              {here.map((sign) => (
                <li key={sign.id} className="sign-line sign-row">
                  <Link to={address(sign.id)}>
                    {reading.has(`sign.${sign.id}.label`) ? (
                      <span lang={reading.lang} dir={directionOf(reading.lang)}>
                        {reading.get(`sign.${sign.id}.label`)}
                      </span>
                    ) : (
                      <bdi dir="ltr">{sign.id}</bdi>
                    )}
                  </Link>
                  <SignFacts sign={sign}>
                    {working.kind === 'overlay' && working.definition.reword.includes(sign.id) && (
                      <Tag tone="accent">
                        <T id="signs.reworded" />
                      </Tag>
                    )}
                    {faulty.has(sign.id) && (
                      <Tag tone="danger">
                        <T id="signs.sign.faulty" />
                      </Tag>
                    )}
                  </SignFacts>
                </li>
              ))}
            </ul>
          </section>
        )
      })}
      {open.canWrite && (
        <section>
          <h2>
            <T id="signs.sign.new" />
          </h2>
          <TextField
            name="newSign"
            label={t('signs.sign.id')}
            hint={t('signs.sign.id.hint')}
            error={error}
            value={id}
            onChange={setId}
            maxLength={60}
          />
          <Button kind="secondary" onClick={add}>
            <T id="signs.sign.add" />
          </Button>
        </section>
      )}
    </>
  )
}
