import { T } from '../lib/i18n/text.tsx'
import { Icon } from './Icon.tsx'

/** What has become of what is being typed. `memory`: the device cannot store it; it lives as long as this tab. */
export type Saving = 'none' | 'saving' | 'saved' | 'memory'

export const SaveStatus = ({ saving }: { saving: Saving }) => (
  <p className="save-status" data-state={saving === 'memory' ? 'trouble' : 'fine'} role="status">
    {saving !== 'none' && (
      <>
        <Icon name={saving === 'memory' ? 'alert' : 'saved'} size={18} />
        <T id={`shell.saving.${saving}`} />
      </>
    )}
  </p>
)
