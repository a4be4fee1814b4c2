import type { Sign } from '@ariadne/domain/screening'
import { useState } from 'react'
import { FieldGroup, fieldId } from '../../../../components/Field.tsx'
import { TextField } from '../../../../components/TextField.tsx'
import type { Reading } from '../../../../lib/content/texts.ts'
import { directionOf } from '../../../../lib/i18n/languages.ts'
import { T, useT } from '../../../../lib/i18n/text.tsx'
import { DIMENSIONS, SignFacts } from '../../SignFacts.tsx'

/** Signs by their words, in groups, to be ticked. What is searched for narrows the list and takes no tick away. */
export const SignTicks = ({
  name,
  label,
  hint,
  error,
  signs,
  reading,
  value,
  onTick,
}: {
  name: string
  label: string
  hint?: string | undefined
  error?: string | undefined
  signs: readonly Sign[]
  reading: Reading
  value: readonly string[]
  onTick: (sign: string, on: boolean) => void
}) => {
  const t = useT()
  const [wanted, setWanted] = useState('')
  const own = { lang: reading.lang, dir: directionOf(reading.lang) }
  const words = (sign: Sign) => reading.get(`sign.${sign.id}.label`)
  const sought = wanted.trim().toLocaleLowerCase(reading.lang)
  const found = signs.filter(
    (sign) =>
      (sign.status === 'active' || value.includes(sign.id)) &&
      words(sign).toLocaleLowerCase(reading.lang).includes(sought),
  )
  return (
    <FieldGroup name={name} label={label} hint={hint} error={error}>
      <TextField
        name={`${name}-search`}
        type="search"
        label={t('signs.pick.search')}
        value={wanted}
        onChange={setWanted}
      />
      <p className="quiet small" role="status">
        {sought && <T id="signs.pick.found" values={{ count: found.length }} />}
      </p>
      <div className="sign-ticks">
        {DIMENSIONS.map((dimension) => {
          const here = found.filter((sign) => sign.dimension === dimension)
          if (here.length === 0) return null
          const heading = `${fieldId(name)}-${dimension}`
          return (
            <div key={dimension} role="group" aria-labelledby={heading}>
              <p className="sign-ticks-group" id={heading}>
                <T id={`codes.screening.dimension.${dimension}`} />
              </p>
              {here.map((sign) => {
                const id = `${fieldId(name)}-${sign.id}`
                return (
                  <div className="choice" key={sign.id}>
                    <input
                      type="checkbox"
                      id={id}
                      name={name}
                      value={sign.id}
                      checked={value.includes(sign.id)}
                      aria-describedby={`${id}-facts`}
                      onChange={(event) => onTick(sign.id, event.target.checked)}
                    />
                    <div>
                      <label htmlFor={id} {...own}>
                        {words(sign)}
                      </label>
                      <span id={`${id}-facts`}>
                        <SignFacts sign={sign} after />
                      </span>
                    </div>
                  </div>
                )
              })}
            </div>
          )
        })}
      </div>
    </FieldGroup>
  )
}
