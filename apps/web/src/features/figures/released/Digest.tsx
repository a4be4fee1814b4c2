/** A digest is told by its beginning; the whole is there for who compares. */
export const Digest = ({ of }: { of: string }) => (
  <code className="digest" dir="ltr" title={of}>
    {of.slice(0, 16)}…
  </code>
)
