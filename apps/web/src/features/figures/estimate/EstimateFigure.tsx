import type { Estimate } from '@ariadne/signals/estimate'
import { scaleLog } from 'd3-scale'
import { Callout } from '../../../components/Tag.tsx'
import { useFormat } from '../../../lib/i18n/format.ts'
import { useLanguage } from '../../../lib/i18n/I18nProvider.tsx'
import { directionOf } from '../../../lib/i18n/languages.ts'
import { T, useHasText, useT } from '../../../lib/i18n/text.tsx'
import { Figure } from '../chart/Figure.tsx'
import { useWidth } from '../chart/useWidth.ts'
import './estimate.css'

interface Span {
  readonly key: string
  readonly name: string
  readonly low: number
  readonly high: number
  readonly middle?: number
}

/** The answer: first the range over all models, then, if one may be said, the number. */
export const EstimateFigure = ({ answer }: { answer: Estimate }) => {
  const t = useT()
  const has = useHasText()
  const format = useFormat()
  const { observed, fan, averaged, stepwise, chao, refused, warnings } = answer
  const whole = (value: number): string => format.number(Math.round(value))
  const spans: Span[] = [
    ...(fan
      ? [
          {
            key: 'all',
            name: t('figures.estimate.all', { count: fan.fitted }),
            low: fan.all.lowest,
            high: fan.all.highest,
          },
          {
            key: 'plausible',
            name: t('figures.estimate.plausible', { count: fan.plausible.models }),
            low: fan.plausible.lowest,
            high: fan.plausible.highest,
          },
        ]
      : []),
    ...(averaged
      ? [
          {
            key: 'averaged',
            name: t('figures.estimate.averaged'),
            low: averaged.lower,
            high: averaged.upper,
            middle: averaged.estimate,
          },
        ]
      : []),
    ...(stepwise
      ? [
          {
            key: 'stepwise',
            name: t('figures.estimate.stepwise'),
            low: stepwise.lower,
            high: stepwise.upper,
            middle: stepwise.estimate,
          },
        ]
      : []),
    ...(chao
      ? [{ key: 'chao', name: t('figures.estimate.chao'), low: chao.lower, high: chao.upper, middle: chao.estimate }]
      : []),
  ]
  const told = (code: string, kind: 'refused' | 'warning', values: Record<string, string | number>, words: string) => {
    const id = `figures.estimate.${kind}.${code}`
    return has(id) ? t(id, values) : words
  }
  return (
    <div className="stack">
      {refused && (
        <Callout tone="warn" title={<T id="figures.estimate.noNumber" />}>
          <p>{told(refused.code, 'refused', refused.values, refused.words)}</p>
        </Callout>
      )}
      {spans.length > 0 && (
        <Figure
          name="estimate"
          finding={
            averaged ? (
              <T
                id="figures.estimate.finding"
                values={{ lower: whole(averaged.lower), upper: whole(averaged.upper), observed: whole(observed) }}
              />
            ) : (
              <T
                id="figures.estimate.findingFan"
                values={{
                  lower: whole(Math.min(...spans.map(({ low }) => low))),
                  upper: whole(Math.max(...spans.map(({ high }) => high))),
                  observed: whole(observed),
                }}
              />
            )
          }
          source={t('figures.estimate.source')}
          note={<T id="figures.estimate.kept" />}
          table={{
            head: [
              t('figures.estimate.way'),
              t('figures.estimate.low'),
              t('figures.estimate.high'),
              t('figures.estimate.middle'),
            ],
            rows: spans.map((one) => [
              one.name,
              whole(one.low),
              whole(one.high),
              one.middle === undefined ? '' : whole(one.middle),
            ]),
            file: spans.map((one) => [
              one.key,
              ...[one.low, one.high, one.middle].map((value) => (value === undefined ? '' : String(Math.round(value)))),
            ]),
          }}
        >
          <Spans spans={spans} observed={observed} />
          {averaged && (
            <p>
              <T
                id="figures.estimate.number"
                values={{
                  number: whole(averaged.estimate),
                  lower: whole(averaged.lower),
                  upper: whole(averaged.upper),
                }}
              />
            </p>
          )}
        </Figure>
      )}
      {warnings.length > 0 && (
        <section className="stack">
          <h2>
            <T id="figures.estimate.warnings" />
          </h2>
          <ul className="plain-list">
            {warnings.map((one) => (
              <li key={one.code}>{told(one.code, 'warning', one.values, one.words)}</li>
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}

/** Ranges under one another on one scale of ratios, from those who were seen. Wider says less. */
const Spans = ({ spans, observed }: { spans: readonly Span[]; observed: number }) => {
  const [box, width] = useWidth<HTMLDivElement>()
  const format = useFormat()
  const { language } = useLanguage()
  const isRtl = directionOf(language) === 'rtl'
  const highest = Math.max(...spans.map(({ high }) => high), observed * 1.5)
  const x = scaleLog([Math.max(1, observed), highest], isRtl ? [width - 8, 8] : [8, width - 8])
  const all = x.ticks(4)
  const ticks = all.length > 5 ? all.filter((one) => /^[125]0*$/u.test(String(one))) : all
  const ROW = 52
  const height = spans.length * ROW + 30
  return (
    <div className="chart" ref={box}>
      {width > 0 && (
        <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
          {ticks.map((tick) => (
            <g key={tick}>
              <line className="chart-grid" x1={x(tick)} x2={x(tick)} y1={0} y2={height - 24} />
              <text className="chart-tick" x={x(tick)} y={height - 8} textAnchor="middle">
                {format.number(tick)}
              </text>
            </g>
          ))}
          {spans.map(({ key, name, low, high, middle }, at) => {
            const y = at * ROW + 36
            return (
              <g key={key}>
                <text className="span-name" x={isRtl ? width - 8 : 8} y={y - 14} textAnchor="start">
                  {name}
                </text>
                <line className="span" data-key={key} x1={x(low)} x2={x(high)} y1={y} y2={y} />
                {middle !== undefined && <circle className="chart-dot" cx={x(middle)} cy={y} r={5} />}
              </g>
            )
          })}
        </svg>
      )}
    </div>
  )
}
