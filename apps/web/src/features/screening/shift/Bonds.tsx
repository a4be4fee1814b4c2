import { RELATIONS, RELATION_SHOWN_BY } from '@ariadne/domain/screening'
import { Radios } from '../../../components/Choices.tsx'
import { Select } from '../../../components/Select.tsx'
import { T, useT } from '../../../lib/i18n/text.tsx'
import type { Shift } from './shift.ts'

const APART = ['yes', 'no', 'not_possible'] as const
const SAID = 'said'

/** How the person belongs to the first of the group. What was said and what somebody has checked are two answers. */
export const Bonds = ({ shift, change }: { shift: Shift; change: (next: (now: Shift) => Shift) => void }) => {
  const t = useT()
  const { group, bond, way } = shift
  if (!group) return null
  return (
    <section className="bonds compact-tiles" aria-labelledby="bonds">
      <h2 id="bonds" className="field-label">
        <T id="screening.bond.title" values={{ size: group.size }} />
      </h2>
      <Select
        name="relation"
        label={t('screening.bond.relation')}
        options={RELATIONS.filter((value) => way === 'inspection' || value !== 'works_with').map((value) => ({
          value,
          label: t(`screening.bond.${value}`),
        }))}
        value={bond.relation}
        onChange={(value) => {
          const relation = RELATIONS.find((one) => one === value) ?? 'travels_with'
          change((now) => ({ ...now, bond: { ...now.bond, relation } }))
        }}
      />
      <Select
        name="shownBy"
        label={t('screening.bond.standing')}
        hint={t('screening.bond.standing.hint')}
        options={[
          { value: SAID, label: t('screening.bond.claimed') },
          ...RELATION_SHOWN_BY.map((value) => ({ value, label: t(`screening.bond.shown.${value}`) })),
        ]}
        value={bond.shownBy ?? SAID}
        onChange={(value) => {
          const shownBy = RELATION_SHOWN_BY.find((one) => one === value) ?? null
          change((now) => ({ ...now, bond: { ...now.bond, shownBy } }))
        }}
      />
      {/* Asked once a group: with its second person. */}
      {group.size === 2 && (
        <Radios
          name="apart"
          label={t('screening.bond.apart')}
          choices={APART.map((value) => ({ value, label: t(`screening.bond.apart.${value}`) }))}
          layout="tiles"
          value={group.apart}
          onChange={(apart) => change((now) => (now.group ? { ...now, group: { ...now.group, apart } } : now))}
        />
      )}
    </section>
  )
}
