import { When } from '../../../components/When.tsx'

/** When something left, and by whose hand; nobody's where a command on the machine did it. */
export const ByWhom = ({ at, by }: { at: string; by: string | null }) => (
  <>
    <When at={at} />
    {by && (
      <span className="quiet small release-version">
        <bdi>{by}</bdi>
      </span>
    )}
  </>
)
