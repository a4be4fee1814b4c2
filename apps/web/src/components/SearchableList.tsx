import { useState } from 'react'
import { Button, ComboBox, I18nProvider, Input, ListBox, ListBoxItem, Popover } from 'react-aria-components'
import { useLanguage } from '../lib/i18n/I18nProvider.tsx'
import { intlLocale } from '../lib/i18n/languages.ts'
import { T, useT } from '../lib/i18n/text.tsx'
import { Field, describedBy, fieldId } from './Field.tsx'
import { Icon } from './Icon.tsx'
import type { Option, SelectProps } from './Select.tsx'

const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** Options that somebody means by what they typed, by a word of the label or another name, with or without accents. */
const fitting = (options: readonly Option[], typed: string): ReadonlySet<string> => {
  const wanted = plain(typed.trim())
  const begins = ({ label, search = [] }: Option) =>
    [label, ...search].some((name) => plain(name).startsWith(wanted) || plain(name).includes(` ${wanted}`))
  const found = options.filter(begins)
  // Inside a word only where no word begins so: who types "Romanian" does not mean Aromanian, which would stand first.
  return new Set(
    (found.length > 0 ? found : options.filter(({ label }) => plain(label).includes(wanted))).map(({ label }) => label),
  )
}

/** React Aria's combobox in our looks. In a chunk of its own: nothing on the first screen needs it. */
export default function SearchableList({ options, value, onChange, ...field }: SelectProps) {
  const t = useT()
  const { language } = useLanguage()
  const description = describedBy(field)
  const [typed, setTyped] = useState('')
  const [missed, setMissed] = useState('')
  let asked: { text: string; labels: ReadonlySet<string> } | undefined
  const fits = (label: string, text: string): boolean => {
    if (asked?.text !== text) asked = { text, labels: fitting(options, text) }
    return asked.labels.has(label)
  }
  const fitsNone = (text: string) => text.trim() !== '' && fitting(options, text).size === 0
  return (
    <I18nProvider locale={intlLocale(language)}>
      <Field {...field}>
        <ComboBox
          className="combobox"
          id={fieldId(field.name)}
          aria-labelledby={`${fieldId(field.name)}-label`}
          {...(description ? { 'aria-describedby': description } : {})}
          isInvalid={Boolean(field.error)}
          menuTrigger="focus"
          // What fits nothing is said, and no list of other things opens in its place.
          allowsEmptyCollection
          defaultItems={options}
          defaultFilter={fits}
          onInputChange={(text) => {
            // The box is emptied by itself when somebody leaves it with words that fit nothing: then it is said what became of them.
            const isEmptied = fitsNone(typed) && text.length < typed.length - 1
            setMissed(isEmptied ? typed : '')
            setTyped(text)
          }}
          selectedKey={value || null}
          onSelectionChange={(key) => onChange(key === null ? '' : String(key))}
        >
          <Input className="input" id={fieldId(field.name)} autoComplete="off" dir="auto" />
          <Button className="combobox-button" aria-label={t('shell.select.open')}>
            <Icon name="down" size={16} />
          </Button>
          <Popover className="combobox-popover">
            <ListBox<(typeof options)[number]>
              className="combobox-list"
              aria-label={t('shell.select.suggestions')}
              renderEmptyState={() => (
                <p className="combobox-option quiet">
                  <T id="shell.select.nothing" />
                </p>
              )}
            >
              {(option) => (
                <ListBoxItem id={option.value} textValue={option.label} className="combobox-option">
                  <span>{option.label}</span>
                  {option.hint && <bdi className="quiet small">{option.hint}</bdi>}
                </ListBoxItem>
              )}
            </ListBox>
          </Popover>
        </ComboBox>
        {missed && (
          <p className="field-hint" role="status">
            <T id="shell.select.missed" values={{ typed: missed }} />
          </p>
        )}
      </Field>
    </I18nProvider>
  )
}
