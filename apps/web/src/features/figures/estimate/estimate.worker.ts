import { estimate, estimateParams, type Estimate, type ListTable } from '@ariadne/signals/estimate'

/** Away from the page, which stays quick; and on this device, which the table never leaves. */
self.addEventListener('message', ({ data }: MessageEvent<ListTable>) => {
  const answer: Estimate = estimate(data, estimateParams({ reps: 400 }))
  self.postMessage(answer)
})
