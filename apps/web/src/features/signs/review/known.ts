import type { Api } from '@ariadne/contract'

export type Line = Api['GET /api/content/texts']['response']['texts'][number]
export type Text = Api['GET /api/content/texts/{kind}/{id}/{version}/{language}']['response']

export const textAddress = ({ kind, id, version, language }: Pick<Line, 'kind' | 'id' | 'version' | 'language'>) =>
  `/signs/texts/${kind}/${id}/${encodeURIComponent(version)}/${language}`
