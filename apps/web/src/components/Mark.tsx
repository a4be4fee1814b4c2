/**
 * The mark: a way in and out of a labyrinth, drawn as one line without a break. Its tail leaves at the lower edge and goes on as the
 * line under the header.
 */
export const Mark = () => (
  <svg className="mark mirror" aria-hidden="true" viewBox="0 0 44 31" fill="none" stroke="var(--thread)">
    <path
      d="M19 15.5a2.5 2.5 0 0 0 5 0a5 5 0 0 0-10 0a7.5 7.5 0 0 0 15 0a10.25 10.25 0 0 0-20.5 0C8.5 24.5 13.5 30.1 22 30.1H26"
      strokeWidth="2"
      strokeLinecap="round"
      vectorEffect="non-scaling-stroke"
    />
  </svg>
)
