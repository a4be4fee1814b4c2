import { useActWords } from '../../components/act/words.ts'
import { TaskList, type Task } from '../../components/TaskList.tsx'
import { When } from '../../components/When.tsx'
import { nowIso } from '../../lib/clock.ts'
import type { OpenCase } from '../../lib/case/useCase.ts'
import { useFormat } from '../../lib/i18n/format.ts'
import { T } from '../../lib/i18n/text.tsx'
import { actAddress } from './nextActs.ts'
import { tasksOf } from './tasks.ts'

const CODED_AS: Readonly<Record<string, string>> = {
  guardian: 'guardianship',
  asylum: 'status',
  identification: 'identification',
  reflection: 'reflection',
  risk: 'level',
  best_interests: 'outcome',
  handover: 'stage',
}

/** The path of a child's or an adult's case: what is done, what is under way, what waits for what. */
export const CasePath = ({ open, child }: { open: OpenCase; child: boolean }) => {
  const words = useActWords()
  const format = useFormat()
  const { caseId } = open.state
  const tasks = tasksOf(open, nowIso()).map((task): Task => {
    const to = task.page ? `/cases/${caseId}${task.page}` : task.act ? actAddress(caseId, task.act) : undefined
    const belongs =
      task.status !== 'done' && task.belongsTo.length > 0 ? (
        <T
          id="casefile.path.belongs"
          values={{ functions: format.list(task.belongsTo.map((one) => words.code(one))) }}
        />
      ) : null
    return {
      key: task.key,
      title: <T id={`casefile.path.${task.key}`} />,
      hint: task.refusal ? words.refusal(task.refusal.code, task.refusal.mayInstead) : belongs,
      status: task.status,
      ...(to === undefined ? {} : { to }),
      note: (task.code ?? task.at) && (
        <>
          {task.code && words.code(task.code, CODED_AS[task.key] ?? '')}
          {task.code && task.at && ' · '}
          {task.at && <When at={task.at} show="date" />}
        </>
      ),
    }
  })
  return (
    <section className="stack" aria-labelledby="case-path">
      <h2 id="case-path">
        <T id={child ? 'casefile.path.child' : 'casefile.path.adult'} />
      </h2>
      <TaskList tasks={tasks} />
    </section>
  )
}
