import type { Condition, Rule, Sign, Source } from '@ariadne/domain/screening'
import { Button } from '../../../../components/Button.tsx'
import { Callout } from '../../../../components/Tag.tsx'
import { Id } from '../../../../components/When.tsx'
import { type Reading, read } from '../../../../lib/content/texts.ts'
import { useLanguage } from '../../../../lib/i18n/I18nProvider.tsx'
import { T, useT } from '../../../../lib/i18n/text.tsx'
import { ConditionInWords, RuleInWords } from '../../Condition.tsx'
import { FieldInWords, SignWords } from '../../FieldInWords.tsx'
import { type Spot, SpotInWords } from '../../Place.tsx'
import { spotOfConflict } from '../spot.ts'
import type { OpenDraft } from '../useDraftOfSet.ts'

type Sources = Readonly<Record<string, Source>>

const isSign = (value: object): value is Sign => 'id' in value && 'strength' in value
const isRule = (value: object): value is Rule => 'id' in value && 'when' in value
const isSource = (value: object): value is Source => 'title' in value && 'organisation' in value

/** One side in words. What the draft's pages cannot change is told as it stands in the file. */
const Side = ({
  value,
  spot,
  reading,
  sources,
}: {
  value: unknown
  spot: Spot
  reading: Reading
  sources: Sources
}) => {
  const { list, field } = spot
  if (value === undefined) return <T id="signs.merge.gone" />
  if (list === 'texts') return <bdi>{String(value)}</bdi>
  if (list === 'rules' && field === 'when') return <ConditionInWords condition={value as Condition} reading={reading} />
  if (list === 'rules' && field) return <T id={`codes.screening.${field}.${String(value)}`} />
  if (list === 'route') return <T id={`codes.screening.route.${String(value)}`} />
  if ((list === 'signs' || list === 'add') && field)
    return <FieldInWords field={field} value={value} reading={reading} sources={sources} />
  if ((list === 'mute' || list === 'reword') && Array.isArray(value))
    return value.length === 0 ? (
      <T id="signs.compare.nothing" />
    ) : (
      <ul className="plain-list">
        {value.map((id) => (
          <li key={String(id)}>
            <SignWords reading={reading} id={String(id)} />
          </li>
        ))}
      </ul>
    )
  if (typeof value === 'string' || typeof value === 'number') return <bdi>{value}</bdi>
  if (typeof value === 'object' && value !== null) {
    if (isRule(value)) return <RuleInWords rule={value} reading={reading} />
    if (isSign(value)) return <SignWords reading={reading} id={value.id} />
    if (isSource(value)) return <bdi>{value.title}</bdi>
  }
  return <Id>{JSON.stringify(value)}</Id>
}

/** What was changed here and elsewhere at once: both sides, and which one stays. */
export const Conflicts = ({ open: { conflicts, settle, content, working } }: { open: OpenDraft }) => {
  const t = useT()
  const { language } = useLanguage()
  if (conflicts.length === 0) return null
  const reading = read(content?.texts ?? {}, language)
  const { sources } = content?.set ?? working.definition
  return (
    <div role="alert">
      <Callout tone="warn" title={t('signs.merge.title', { count: conflicts.length })}>
        <p>
          <T id="signs.merge.lead" />
        </p>
        <ul className="problems">
          {conflicts.map(({ place, mine, theirs }) => {
            const spot = spotOfConflict(place)
            const words = { spot, reading, sources }
            return (
              <li key={place.join(' ')}>
                <p>
                  <SpotInWords {...words} />
                </p>
                <div>
                  <T id="signs.merge.mine" /> <Side value={mine} {...words} />
                </div>
                <div>
                  <T id="signs.merge.theirs" /> <Side value={theirs} {...words} />
                </div>
                <div className="row">
                  <Button kind="secondary" onClick={() => settle(place, 'mine')}>
                    <T id="signs.merge.keep" />
                  </Button>
                  <Button kind="secondary" onClick={() => settle(place, 'theirs')}>
                    <T id="signs.merge.take" />
                  </Button>
                </div>
              </li>
            )
          })}
        </ul>
      </Callout>
    </div>
  )
}
