import { Button, ComboBox, I18nProvider, Input, ListBox, ListBoxItem, Popover } from 'react-aria-components'
import { useLanguage } from '../lib/i18n/I18nProvider.tsx'
import { intlLocale } from '../lib/i18n/languages.ts'
import { T, useT } from '../lib/i18n/text.tsx'
import { Field, describedBy, fieldId } from './Field.tsx'
import { Icon } from './Icon.tsx'
import type { SelectProps } from './Select.tsx'

/** React Aria's combobox in our looks. In a chunk of its own: nothing on the first screen needs it. */
export default function SearchableList({ options, value, onChange, ...field }: SelectProps) {
  const t = useT()
  const { language } = useLanguage()
  const description = describedBy(field)
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
          defaultItems={options}
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
                  {option.hint && <span className="quiet small">{option.hint}</span>}
                </ListBoxItem>
              )}
            </ListBox>
          </Popover>
        </ComboBox>
      </Field>
    </I18nProvider>
  )
}
