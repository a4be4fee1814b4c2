import { useState } from 'react'
import { Button, ComboBox, I18nProvider, Input, ListBox, ListBoxItem, Popover } from 'react-aria-components'
import { useLanguage } from '../lib/i18n/I18nProvider.tsx'
import { intlLocale } from '../lib/i18n/languages.ts'
import { T, useT } from '../lib/i18n/text.tsx'
import { Field, describedBy, fieldId } from './Field.tsx'
import { Icon } from './Icon.tsx'
import type { Option, SelectProps } from './Select.tsx'

const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** Whether an option is meant by what somebody typed: by its label or by another of its words, with or without accents. */
const fits = ({ label, search = [] }: Option, typed: string): boolean => {
  const wanted = plain(typed.trim())
  return plain(label).includes(wanted) || search.some((word) => plain(word).startsWith(wanted))
}

/** React Aria's combobox in our looks. In a chunk of its own: nothing on the first screen needs it. */
export default function SearchableList({ options, value, onChange, ...field }: SelectProps) {
  const t = useT()
  const { language } = useLanguage()
  const description = describedBy(field)
  const [typed, setTyped] = useState('')
  const [missed, setMissed] = useState('')
  const byLabel = new Map(options.map((option) => [option.label, option]))
  const fitsNone = (text: string) => text.trim() !== '' && !options.some((option) => fits(option, text))
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
          defaultFilter={(label, text) => {
            const option = byLabel.get(label)
            return option !== undefined && fits(option, text)
          }}
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
