import { type ReactNode, useState } from 'react'
import { Button, LinkButton } from '../src/components/Button.tsx'
import { Checkboxes, Radios } from '../src/components/Choices.tsx'
import { DateField } from '../src/components/DateField.tsx'
import { Details } from '../src/components/Details.tsx'
import { Dialog } from '../src/components/Dialog.tsx'
import { ErrorSummary } from '../src/components/Field.tsx'
import { LanguagePair } from '../src/components/LanguagePair.tsx'
import { Page } from '../src/components/Page.tsx'
import { PrintSheet } from '../src/components/PrintSheet.tsx'
import { Qr } from '../src/components/Qr.tsx'
import { EmptyState, Queue } from '../src/components/Queue.tsx'
import { SaveStatus } from '../src/components/SaveStatus.tsx'
import { Combobox, Select } from '../src/components/Select.tsx'
import { SummaryList } from '../src/components/SummaryList.tsx'
import { Callout, Tag } from '../src/components/Tag.tsx'
import { TaskList } from '../src/components/TaskList.tsx'
import { Term } from '../src/components/Term.tsx'
import { TextArea, TextField, TimeField } from '../src/components/TextField.tsx'
import { Stepper, Timeline } from '../src/components/Timeline.tsx'
import { Deadline, Id, When } from '../src/components/When.tsx'
import { CountryField } from '../src/components/pickers.tsx'
import { send } from '../src/lib/device/sender.ts'

const HOUR = 3_600_000
const inHours = (hours: number) => new Date(Date.now() + hours * HOUR).toISOString()

const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <section className="account-part stack" id={title.toLowerCase().replaceAll(' ', '-')}>
    <h2>{title}</h2>
    {children}
  </section>
)

/** Every component of the toolbox in its states, for looking at. In development and in `--mode storyboard` only. */
export const Components = () => {
  const [text, setText] = useState('')
  const [day, setDay] = useState('2010-4-')
  const [time, setTime] = useState('14:05')
  const [pick, setPick] = useState('')
  const [country, setCountry] = useState('MK')
  const [one, setOne] = useState<'yes' | 'no' | 'unsure'>()
  const [some, setSome] = useState<string[]>(['drink'])
  const [open, setOpen] = useState(false)
  const errors = [{ field: 'day', message: 'Enter the year of birth' }]
  return (
    <Page
      titleId="shell.app"
      heading="Components"
      caption="Storyboard"
      lead="Every part of the toolbox, in its states."
      back="/"
      help="home"
    >
      <Part title="Buttons">
        <div className="row">
          <Button>Continue</Button>
          <Button kind="secondary">Save for later</Button>
          <Button kind="danger">Remove</Button>
          <Button kind="quiet">Skip</Button>
          <Button busy>Sending</Button>
          <LinkButton to="/outbox" size="small">
            Small link
          </LinkButton>
          <Button size="large">Screen a person</Button>
          <Button kind="secondary" onClick={() => setOpen(true)}>
            Open a dialog
          </Button>
        </div>
        {open && (
          <Dialog title="Refer this person?" onClose={() => setOpen(false)} actions={<Button>Refer</Button>}>
            <p>The unit on duty sees the coded facts at once.</p>
          </Dialog>
        )}
      </Part>
      <Part title="Outbox">
        <div className="row">
          {(['one', 'two'] as const).map((subject) => (
            <Button
              key={subject}
              kind="secondary"
              onClick={() =>
                void send({
                  kind: 'vault.confirm_recovery_kit',
                  body: { unitId: 'unt_storyboard' as never, printed: true },
                  subject,
                  what: 'outbox.what.other',
                  fix: '/dev/components',
                })
              }
            >
              Send about {subject}
            </Button>
          ))}
        </div>
      </Part>
      <Part title="Tags and notes">
        <div className="row">
          <Tag>In progress</Tag>
          <Tag tone="accent">New</Tag>
          <Tag tone="good">Ready</Tag>
          <Tag tone="warn">Draft</Tag>
          <Tag tone="danger">Overdue</Tag>
          <Deadline due={inHours(1.5)} basis="target" />
          <Deadline due={inHours(30)} basis="law" />
          <Deadline due={inHours(-5)} basis="target" />
          <When at={inHours(-2)} />
          <Id>MK-2026-00417</Id>
          <Term word="reflection-period" />
        </div>
        <Callout title="Before you begin">
          <p>Say first what you must report, then ask.</p>
        </Callout>
        <Callout tone="warn" title="Not confirmed">
          <p>Nobody has test-called this number.</p>
        </Callout>
        <Callout tone="danger" title="Act now">
          <p>Stay with the person. Call the unit on duty.</p>
        </Callout>
        <Callout tone="good" title="Sent" />
        <Details summary="Why we ask">The age decides which people may talk with the person.</Details>
        <SaveStatus saving="saved" />
        <SaveStatus saving="memory" />
      </Part>
      <Part title="Fields">
        <ErrorSummary errors={errors} />
        <TextField name="place" label="Place" hint="As people here call it" value={text} onChange={setText} />
        <TextArea name="note" label="Note" optional value={text} onChange={setText} />
        <DateField
          name="day"
          label="Day of birth"
          hint="For example 7 4 2010"
          error="Enter the year of birth"
          value={day}
          onChange={setDay}
        />
        <TimeField name="time" label="Time" value={time} onChange={setTime} />
        <Radios
          name="sure"
          label="Is the person under 18?"
          layout="row"
          value={one}
          onChange={setOne}
          choices={[
            { value: 'yes', label: 'Yes' },
            { value: 'no', label: 'No' },
            { value: 'unsure', label: 'Not sure', hint: 'Counts as a child' },
          ]}
        />
        <Checkboxes
          name="needs"
          label="What is needed now?"
          layout="tiles"
          value={some}
          onChange={setSome}
          choices={[
            { value: 'drink', label: 'Something to drink' },
            { value: 'food', label: 'Something to eat' },
            { value: 'doctor', label: 'A doctor', hint: 'Also when it is not urgent' },
          ]}
        />
        <Select
          name="short"
          label="Short list"
          value={pick}
          onChange={setPick}
          options={[
            { value: 'a', label: 'Adult' },
            { value: 'c', label: 'Child' },
          ]}
        />
        <Combobox
          name="unit"
          label="Unit"
          value={pick}
          onChange={setPick}
          options={[
            { value: 'a', label: 'Centre for Social Work, Gevgelija', hint: 'on duty' },
            { value: 'b', label: 'Office of the referral mechanism, Skopje' },
          ]}
        />
        <CountryField
          name="country"
          label="Country"
          value={country}
          onChange={setCountry}
          first={['AL', 'MK', 'RS', 'XK']}
        />
      </Part>
      <Part title="Lists">
        <SummaryList
          rows={[
            { key: 'a', label: 'Where', value: 'Registration centre', change: '/dev/components' },
            { key: 'b', label: 'Language', value: 'Albanian', change: '/dev/components' },
            { key: 'c', label: 'Interpreter', value: null, change: '/dev/components' },
          ]}
        />
        <TaskList
          tasks={[
            { key: 'g', title: 'Guardian', to: '/dev/components', status: 'done', note: 'Arta H., 21 Nov' },
            { key: 'r', title: 'Risk assessment', to: '/dev/components', status: 'inProgress' },
            { key: 'b', title: 'Best interests', hint: 'Needs the family assessment first', status: 'cannotStart' },
          ]}
        />
        <Queue
          caption="Referrals to acknowledge"
          rows={[
            { id: 'MK-2026-00417', who: 'Child, alone', due: inHours(1.2) },
            { id: 'MK-2026-00409', who: 'Adult, urgent', due: inHours(-7) },
          ]}
          rowKey={(row) => row.id}
          columns={[
            { key: 'id', label: 'Reference', heads: true, cell: (row) => <Id>{row.id}</Id> },
            { key: 'who', label: 'Who', cell: (row) => row.who },
            { key: 'due', label: 'Time left', cell: (row) => <Deadline due={row.due} basis="target" /> },
          ]}
          empty={null}
        />
        <EmptyState kind="none-yet" title="No cases yet">
          <p>They appear here when a referral is opened.</p>
        </EmptyState>
        <EmptyState kind="none-match" title="No case fits these filters">
          <Button kind="secondary">Clear the filters</Button>
        </EmptyState>
      </Part>
      <Part title="The thread">
        <Stepper
          label="Stages of the handover"
          now="accepted"
          steps={[
            { key: 'asked', label: 'Asked' },
            { key: 'offered', label: 'Offered' },
            { key: 'accepted', label: 'Accepted' },
            { key: 'travel', label: 'On the way' },
            { key: 'arrived', label: 'Arrived' },
          ]}
        />
        <Timeline
          label="What happened"
          items={[
            { id: '1', title: 'Screened', at: inHours(-50), who: 'Border police, Gevgelija' },
            {
              id: '2',
              title: 'Referred',
              at: inHours(-49),
              who: 'Border police, Gevgelija',
              tag: <Tag tone="warn">Urgent</Tag>,
            },
            {
              id: '3',
              title: 'Acknowledged',
              at: inHours(-46),
              who: 'Office of the referral mechanism',
              body: <p>Child-protection worker on the way.</p>,
            },
            { id: '4', title: 'Guardian', who: 'Centre for Social Work', state: 'next' },
          ]}
        />
      </Part>
      <Part title="Two languages">
        <LanguagePair
          mine={{ lang: 'en', name: 'English', text: 'You do not have to answer. You can stop at any time.' }}
          theirs={{ lang: 'ar', name: 'العربية', text: 'ليس عليك أن تجيب. يمكنك التوقف في أي وقت.' }}
        />
      </Part>
      <Part title="Paper">
        <PrintSheet title="Your code">
          <div className="row">
            <Qr text="7KX4-MQ2P-9D" label="Code 7KX4-MQ2P-9D" />
            <p>
              <Id>7KX4-MQ2P-9D</Id>
            </p>
          </div>
        </PrintSheet>
      </Part>
    </Page>
  )
}
