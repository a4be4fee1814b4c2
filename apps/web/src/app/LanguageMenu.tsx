import { Icon } from '../components/Icon.tsx'
import { Menu, MenuItem } from '../components/Menu.tsx'
import { Tag } from '../components/Tag.tsx'
import { useLanguage } from '../lib/i18n/I18nProvider.tsx'
import { isDraft } from '../lib/i18n/catalogue.ts'
import { LANGUAGES, languageName } from '../lib/i18n/languages.ts'
import { T, useT } from '../lib/i18n/text.tsx'

/** Every language in its own name. Changing it changes the words and nothing else. */
export const LanguageMenu = () => {
  const { language, setLanguage } = useLanguage()
  const t = useT()
  return (
    <Menu
      label={t('shell.language.menu', { name: languageName[language] })}
      button={
        <>
          <Icon name="globe" />
          <span className="wide-only" lang={language}>
            {languageName[language]}
          </span>
        </>
      }
    >
      <ul>
        {LANGUAGES.map((code) => (
          <MenuItem key={code} current={code === language} onSelect={() => void setLanguage(code)}>
            <span className="menu-item-words">
              <bdi lang={code}>{languageName[code]}</bdi>
            </span>
            {isDraft(code) && (
              <Tag tone="warn">
                <T id="shell.language.draft" />
              </Tag>
            )}
          </MenuItem>
        ))}
      </ul>
      {isDraft(language) && (
        <p className="menu-note">
          <T id="shell.language.draftNote" />
        </p>
      )}
    </Menu>
  )
}
