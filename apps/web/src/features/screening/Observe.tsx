import { Button } from '../../components/Button.tsx'
import { Icon } from '../../components/Icon.tsx'
import { QuestionPage } from '../../components/QuestionPage.tsx'
import { Opened } from '../../components/training/Opened.tsx'
import { T } from '../../lib/i18n/text.tsx'
import { isChild } from './draft.ts'
import { Frame } from './Frame.tsx'
import { SignList } from './SignList.tsx'
import { useScreening } from './useScreening.tsx'

/** Look and listen for about a minute, then mark what was there. Nothing has to be marked. */
export const Observe = () => {
  const { draft, goOn, goTo, before, set, reading } = useScreening()
  const child = isChild(draft)
  return (
    <Frame step="observe">
      <QuestionPage
        titleId="screening.title"
        caption={
          <span lang={reading.lang}>
            {reading.get('set.title')} · <bdi dir="ltr">{set.set.version}</bdi>
          </span>
        }
        question={<T id={child ? 'screening.observe.question.child' : 'screening.observe.question'} />}
        hint={<T id={child ? 'screening.observe.hint.child' : 'screening.observe.hint'} />}
        back={before('observe')}
        onContinue={() => goOn('observe')}
        more={
          draft.safeToTalk === 'yes' && (
            <Opened what="guided_screening">
              <Button kind="secondary" onClick={() => goTo('talk')}>
                <Icon name="person" />
                <T id={child ? 'screening.talk.start.child' : 'screening.talk.start'} />
              </Button>
            </Opened>
          )
        }
      >
        <SignList />
      </QuestionPage>
    </Frame>
  )
}
