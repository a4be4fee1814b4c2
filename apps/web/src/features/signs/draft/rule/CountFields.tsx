import type { Sign } from '@ariadne/domain/screening'
import { useState } from 'react'
import { Checkboxes, Radios } from '../../../../components/Choices.tsx'
import { Details } from '../../../../components/Details.tsx'
import { TextField } from '../../../../components/TextField.tsx'
import type { Reading } from '../../../../lib/content/texts.ts'
import { useT } from '../../../../lib/i18n/text.tsx'
import { DIMENSIONS } from '../../SignFacts.tsx'
import { HOW_KNOWN, STRENGTHS } from '../kinds.ts'
import { type Count, withLine } from './built.ts'
import { SignTicks } from './SignTicks.tsx'

/** At least so many signs: of these, or of some kind, or both. */
export const CountFields = ({
  name,
  count,
  signs,
  reading,
  onChange,
}: {
  name: string
  count: Count
  signs: readonly Sign[]
  reading: Reading
  onChange: (next: Count) => void
}) => {
  const t = useT()
  const [typed, setTyped] = useState<string>()
  const { of } = count
  const set = (next: Count['of']) => onChange({ ...count, of: next })
  const choices = <V extends string>(line: string, values: readonly V[]) =>
    values.map((value) => ({ value, label: t(`codes.screening.${line}.${value}`) }))
  const some = <V,>(list: V[]): V[] | undefined => (list.length > 0 ? list : undefined)
  const kinds = of.strength ?? of.dimension ?? of.howKnown
  return (
    <>
      <TextField
        name={`${name}-atLeast`}
        label={t('signs.count.atLeast')}
        error={typed === undefined ? undefined : t('signs.count.wrong')}
        inputMode="numeric"
        maxLength={3}
        value={typed ?? String(count.atLeast)}
        onChange={(text) => {
          const isNumber = /^[1-9]\d{0,2}$/u.test(text)
          setTyped(isNumber ? undefined : text)
          if (isNumber) onChange({ ...count, atLeast: Number(text) })
        }}
      />
      <Radios
        name={`${name}-which`}
        label={t('signs.count.which')}
        choices={[
          { value: 'these', label: t('signs.count.these') },
          { value: 'any', label: t('signs.count.any') },
        ]}
        value={of.signs ? 'these' : 'any'}
        onChange={(which) => set(withLine(of, 'signs', which === 'these' ? [] : undefined))}
      />
      {of.signs && (
        <SignTicks
          name={`${name}-signs`}
          label={t('signs.pick')}
          error={of.signs.length === 0 ? t('signs.pick.none') : undefined}
          signs={signs}
          reading={reading}
          value={of.signs}
          onTick={(sign, on) =>
            set({ ...of, signs: on ? [...(of.signs ?? []), sign] : (of.signs ?? []).filter((one) => one !== sign) })
          }
        />
      )}
      <Details summary={t('signs.count.kinds')} open={kinds !== undefined}>
        <Checkboxes
          name={`${name}-strength`}
          label={t('signs.field.strength')}
          choices={choices('strength', STRENGTHS)}
          value={of.strength ?? []}
          onChange={(list) => set(withLine(of, 'strength', some(list)))}
        />
        <Checkboxes
          name={`${name}-dimension`}
          label={t('signs.field.dimension')}
          choices={choices('dimension', DIMENSIONS)}
          value={of.dimension ?? []}
          onChange={(list) => set(withLine(of, 'dimension', some(list)))}
        />
        <Checkboxes
          name={`${name}-howKnown`}
          label={t('signs.field.howKnown')}
          choices={choices('howKnown', HOW_KNOWN)}
          value={of.howKnown ?? []}
          onChange={(list) => set(withLine(of, 'howKnown', some(list)))}
        />
      </Details>
    </>
  )
}
