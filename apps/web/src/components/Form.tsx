import type { ReactNode } from 'react'

/** A form whose checks are ours. While it is busy a second press does nothing. */
export const Form = ({
  busy = false,
  onSubmit,
  className,
  children,
}: {
  busy?: boolean
  onSubmit: () => unknown
  className?: string
  children: ReactNode
}) => (
  <form
    noValidate
    className={className}
    onSubmit={(event) => {
      event.preventDefault()
      if (!busy) void onSubmit()
    }}
  >
    {children}
  </form>
)
