import { SealedBox } from '../../components/sealed/SealedBox.tsx'
import { useActWords } from '../../components/act/words.ts'
import { Tag } from '../../components/Tag.tsx'
import { When } from '../../components/When.tsx'
import { useDirectory } from '../../lib/case/directory.ts'
import { openParts, openerFor } from '../../lib/case/submit.ts'
import type { OpenCase } from '../../lib/case/useCase.ts'
import { useFormat } from '../../lib/i18n/format.ts'
import { T } from '../../lib/i18n/text.tsx'
import { useMe } from '../../lib/session/me.tsx'
import { statusTone } from './tones.ts'

const IDENTITY: readonly string[] = ['identity', 'contact']

/** Whose case this is, in codes. Who the person is stays sealed until somebody says why they look. */
export const IdentityBar = ({ open }: { open: OpenCase }) => {
  const me = useMe()
  const { names } = useDirectory()
  const words = useActWords(names)
  const format = useFormat()
  const { state } = open
  const sealed = openerFor(
    open,
    state.parts.filter((part) => IDENTITY.includes(part.class)),
  )
  const other = openerFor(
    open,
    state.parts.filter((part) => !IDENTITY.includes(part.class) && part.handoverId === null),
  )
  const lead = state.lead
  return (
    <section className="identity-bar" aria-label={words.code('case')}>
      <p className="identity-facts">
        <Tag tone={statusTone(state.status)}>{words.code(state.status, 'status')}</Tag>
        <span>
          {words.code(state.person.ageBand, 'ageBand')} · {words.code(state.person.sex, 'sex')}
        </span>
        {state.person.languages.length > 0 && (
          <span>
            <T id="casefile.speaks" values={{ languages: format.list(state.person.languages.map(format.language)) }} />
          </span>
        )}
        <span>
          <T id="casefile.identified" values={{ status: words.code(state.identification.status, 'identification') }} />
        </span>
        {lead && (
          <span>
            <T
              id={lead.instanceId === state.instanceId ? 'casefile.lead' : 'casefile.lead_abroad'}
              values={{ unit: <bdi>{names.unit(lead.unitId)}</bdi> }}
            />
          </span>
        )}
        {state.openedAt && !state.historic && (
          <span>
            <T id="casefile.opened" values={{ when: <When at={state.openedAt} show="date" /> }} />
          </span>
        )}
      </p>
      <div className="identity-sealed">
        {sealed && (
          <SealedBox
            title={<T id="casefile.identity" />}
            classes={sealed.classes}
            note={<T id="casefile.identity.note" />}
            opener={(reason) => openParts(open, sealed.partIds, reason, sealed.by, me)}
          />
        )}
        {other && (
          <SealedBox
            title={<T id="casefile.sealed" />}
            classes={other.classes}
            note={<T id="casefile.sealed.note" values={{ count: other.partIds.length }} />}
            opener={(reason) => openParts(open, other.partIds, reason, other.by, me)}
          />
        )}
      </div>
    </section>
  )
}
