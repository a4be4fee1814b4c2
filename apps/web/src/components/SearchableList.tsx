import { useState } from 'react'
import { Button, ComboBox, I18nProvider, Input, ListBox, ListBoxItem, Popover } from 'react-aria-components'
import { useLanguage } from '../lib/i18n/I18nProvider.tsx'
import { intlLocale } from '../lib/i18n/languages.ts'
import { T, useT } from '../lib/i18n/text.tsx'
import { Field, describedBy, fieldId } from './Field.tsx'
import { Icon } from './Icon.tsx'
import type { Option, SelectProps } from './Select.tsx'

const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** Which options somebody means by what they typed, by a word of the label or another name, with or without accents. */
const searching = (options: readonly Option[]) => {
  const names = new Map(options.map(({ label, search = [] }) => [label, [label, ...search].map(plain)]))
  const begins = (label: string, wanted: string): boolean =>
    (names.get(label) ?? []).some((name) => name.startsWith(wanted) || name.includes(` ${wanted}`))
  return (label: string, typed: string): boolean => {
    const wanted = plain(typed.trim())
    if (begins(label, wanted)) return true
    // Inside a word only where no word begins so: who types "Romanian" does not mean Aromanian, which would stand first.
    return plain(label).includes(wanted) && !options.some((other) => begins(other.label, wanted))
  }
}

/** React Aria's combobox in our looks. In a chunk of its own: nothing on the first screen needs it. */
export default function SearchableList({ options, value, onChange, ...field }: SelectProps) {
  const t = useT()
  const { language } = useLanguage()
  const description = describedBy(field)
  const [typed, setTyped] = useState('')
  const [missed, setMissed] = useState('')
  const fits = searching(options)
  const fitsNone = (text: string) => text.trim() !== '' && !options.some(({ label }) => fits(label, text))
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
