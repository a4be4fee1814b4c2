import type { FunctionName, UnitKind } from '@ariadne/domain'

/** The demo region as data. Everyone is invented; addresses end in `.example` (RFC 2606), which nobody can register. */

export type DemoUnit = {
  id: string
  kind: UnitKind
  name: string
  languages: readonly string[]
}
export type DemoPerson = {
  /** Before the `@`; also names the member: `mbr_mk_mira`. */
  login: string
  name: string
  /** Their work in a few words, for the list of fictional sign-ins. */
  work: string
  /** Language of the interface at first sign-in. */
  language: string
  memberships: readonly { unit: string; functions: readonly FunctionName[] }[]
  /** How they stand with the courses that open something; without it they have done them. */
  training?: 'not_begun' | 'ends_soon'
}
export type DemoOrganisation = { id: string; kind: string; name: string; units: readonly DemoUnit[] }
export type DemoCountry = {
  /** `mk`: names the port, the log file and the mail addresses. */
  code: string
  instanceId: string
  kind: 'country' | 'secretariat'
  country: string | undefined
  name: string
  languages: readonly string[]
  organisations: readonly DemoOrganisation[]
  people: readonly DemoPerson[]
}

/** The one passphrase of every fictional person. It guards nothing but fiction and is printed at every start. */
export const DEMO_PASSPHRASE = 'a thread through the maze'

const unit = (id: string, kind: UnitKind, name: string, languages: readonly string[]): DemoUnit => ({
  id: `unt_${id}`,
  kind,
  name: `${name} (demo)`,
  languages,
})
const at = (place: string, ...functions: FunctionName[]) => ({ unit: `unt_${place}`, functions })
const person = (
  login: string,
  name: string,
  work: string,
  language: string,
  ...memberships: DemoPerson['memberships'][number][]
): DemoPerson => ({ login, name, work, language, memberships })
const organisation = (id: string, kind: string, name: string, ...units: DemoUnit[]): DemoOrganisation => ({
  id: `org_${id}`,
  kind,
  name: `${name} (demo)`,
  units,
})

const northMacedonia: DemoCountry = {
  code: 'mk',
  instanceId: 'ins_mk',
  kind: 'country',
  country: 'MK',
  name: 'North Macedonia (demo)',
  languages: ['mk', 'sq', 'en'],
  organisations: [
    organisation(
      'mk_border',
      'police',
      'Border police',
      unit('mk_border_gevgelija', 'border_police', 'Border unit Gevgelija', ['mk', 'en']),
    ),
    organisation(
      'mk_nrm',
      'public_body',
      'National referral mechanism',
      unit('mk_nrm_skopje', 'nrm_office', 'NRM office Skopje', ['mk', 'sq', 'en']),
      unit('mk_panel', 'identification_authority', 'Identification panel', ['mk', 'sq']),
    ),
    organisation(
      'mk_social',
      'public_body',
      'Social protection',
      unit('mk_csw_gevgelija', 'child_protection', 'Centre for social work Gevgelija', ['mk', 'sq']),
      unit('mk_guardians', 'guardian_service', 'Guardian service', ['mk', 'sq']),
    ),
    organisation(
      'mk_shelters',
      'civil_society',
      'Shelter association',
      unit('mk_shelter_a', 'shelter', 'Shelter A', ['mk', 'sq', 'en']),
    ),
    organisation(
      'mk_hearth',
      'civil_society',
      'Quiet hearth',
      unit('mk_violence', 'violence_service', 'Service against violence Skopje', ['mk', 'sq', 'en']),
    ),
    organisation(
      'mk_bridge',
      'civil_society',
      'Language bridge',
      unit('mk_mediators', 'ngo_support', 'Mediators and interpreters', ['mk', 'sq', 'ar', 'en']),
    ),
    organisation(
      'mk_coordination',
      'public_body',
      'National coordination',
      unit('mk_coordinator', 'coordinator_office', 'Office of the national coordinator', ['mk', 'sq', 'en']),
      unit('mk_rapporteur', 'rapporteur_office', 'Office of the national rapporteur', ['mk', 'en']),
    ),
  ],
  people: [
    person('mira', 'Mira Javorova', 'Border officer', 'mk', at('mk_border_gevgelija', 'first_responder')),
    {
      ...person('stojan', 'Stojan Rekov', 'Border officer', 'mk', at('mk_border_gevgelija', 'first_responder')),
      training: 'ends_soon',
    },
    {
      ...person('iva', 'Iva Dunjova', 'New border officer', 'en', at('mk_border_gevgelija', 'first_responder')),
      training: 'not_begun',
    },
    person('elena', 'Elena Brezova', 'Case coordinator', 'mk', at('mk_nrm_skopje', 'case_coordinator', 'focal_point')),
    person('agim', 'Agim Lisi', 'Focal point', 'sq', at('mk_nrm_skopje', 'focal_point', 'case_coordinator')),
    person('vesna', 'Vesna Dabova', 'Child protection worker', 'mk', at('mk_csw_gevgelija', 'case_worker')),
    person('teuta', 'Teuta Rrapi', 'Child protection authority', 'sq', at('mk_csw_gevgelija', 'competent_authority')),
    person('goran', 'Goran Kestenov', 'Guardian', 'mk', at('mk_guardians', 'guardian')),
    person('lule', 'Lule Molla', 'Guardian', 'sq', at('mk_guardians', 'guardian')),
    person('katerina', 'Katerina Lipova', 'Shelter worker', 'mk', at('mk_shelter_a', 'case_worker')),
    person('bojan', 'Bojan Orehov', 'Shelter worker', 'mk', at('mk_shelter_a', 'case_worker')),
    person('dafina', 'Dafina Qershia', 'Counsellor on violence', 'sq', at('mk_violence', 'case_worker')),
    person('lidija', 'Lidija Slivova', 'Counsellor on violence', 'mk', at('mk_violence', 'case_worker')),
    person('zana', 'Zana Plepi', 'Cultural mediator', 'sq', at('mk_mediators', 'mediator')),
    person('samir', 'Samir Zaytun', 'Interpreter', 'ar', at('mk_mediators', 'interpreter')),
    person('petar', 'Petar Vrbov', 'Panel member', 'mk', at('mk_panel', 'panel_member')),
    person('ilir', 'Ilir Ahu', 'Panel member', 'sq', at('mk_panel', 'panel_member')),
    person('sonja', 'Sonja Smrekova', 'National coordinator', 'mk', at('mk_coordinator', 'national_coordinator')),
    person('arta', 'Arta Bliri', 'Deputy national coordinator', 'sq', at('mk_coordinator', 'national_coordinator')),
    person('filip', 'Filip Javorov', 'Administrator', 'en', at('mk_coordinator', 'instance_admin')),
    person('nada', 'Nada Topolova', 'Rapporteur', 'en', at('mk_rapporteur', 'rapporteur')),
  ],
}

const serbia: DemoCountry = {
  code: 'rs',
  instanceId: 'ins_rs',
  kind: 'country',
  country: 'RS',
  name: 'Serbia (demo)',
  languages: ['sr', 'en'],
  organisations: [
    organisation(
      'rs_outreach',
      'civil_society',
      'Outreach association',
      unit('rs_outreach', 'ngo_outreach', 'Outreach team Belgrade', ['sr', 'ru', 'en']),
    ),
    organisation(
      'rs_protection',
      'public_body',
      'Victim protection',
      unit('rs_protection', 'nrm_office', 'Victim protection centre', ['sr', 'en']),
    ),
    organisation(
      'rs_legal',
      'civil_society',
      'Legal aid',
      unit('rs_legal_aid', 'legal_aid', 'Legal aid desk', ['sr', 'en']),
    ),
    organisation(
      'rs_shelters',
      'civil_society',
      'Shelter association',
      unit('rs_shelter_b', 'shelter', 'Shelter B', ['sr', 'ru']),
    ),
    organisation(
      'rs_coordination',
      'public_body',
      'National coordination',
      unit('rs_coordinator', 'coordinator_office', 'Office of the national coordinator', ['sr', 'en']),
    ),
  ],
  people: [
    person('jelena', 'Jelena Brestova', 'Outreach worker', 'sr', at('rs_outreach', 'first_responder', 'case_worker')),
    person('marko', 'Marko Jasenov', 'Outreach worker', 'sr', at('rs_outreach', 'first_responder', 'case_worker')),
    person('ivana', 'Ivana Grabova', 'Case coordinator', 'sr', at('rs_protection', 'case_coordinator', 'focal_point')),
    person('nikola', 'Nikola Hrastov', 'Focal point', 'sr', at('rs_protection', 'focal_point', 'case_coordinator')),
    person('dunja', 'Dunja Lipa', 'Lawyer', 'sr', at('rs_legal_aid', 'advocate')),
    person('stefan', 'Stefan Klenov', 'Lawyer', 'sr', at('rs_legal_aid', 'advocate')),
    person('milica', 'Milica Borova', 'Shelter worker', 'sr', at('rs_shelter_b', 'case_worker')),
    person('ana', 'Ana Vrbić', 'Shelter worker', 'sr', at('rs_shelter_b', 'case_worker')),
    person('dragan', 'Dragan Cerov', 'National coordinator', 'sr', at('rs_coordinator', 'national_coordinator')),
    person('vera', 'Vera Jablanova', 'Deputy national coordinator', 'sr', at('rs_coordinator', 'national_coordinator')),
    person('tamara', 'Tamara Omorika', 'Administrator', 'en', at('rs_coordinator', 'instance_admin')),
  ],
}

const albania: DemoCountry = {
  code: 'al',
  instanceId: 'ins_al',
  kind: 'country',
  country: 'AL',
  name: 'Albania (demo)',
  languages: ['sq', 'en'],
  organisations: [
    organisation(
      'al_nrm',
      'public_body',
      'National referral mechanism',
      unit('al_focal', 'nrm_office', 'Focal office Tirana', ['sq', 'en']),
    ),
    organisation(
      'al_social',
      'public_body',
      'State social service',
      unit('al_child', 'child_protection', 'Child protection unit Tirana', ['sq', 'en']),
      unit('al_social', 'social_service', 'Social service Korça', ['sq']),
    ),
    organisation(
      'al_coordination',
      'public_body',
      'National coordination',
      unit('al_coordinator', 'coordinator_office', 'Office of the national coordinator', ['sq', 'en']),
    ),
  ],
  people: [
    person('besa', 'Besa Dushku', 'Focal point', 'sq', at('al_focal', 'focal_point', 'case_coordinator')),
    person('luan', 'Luan Arra', 'Focal point', 'sq', at('al_focal', 'focal_point', 'case_coordinator')),
    person('ardita', 'Ardita Qershia', 'Child protection worker', 'sq', at('al_child', 'case_worker', 'focal_point')),
    person(
      'genti',
      'Genti Bredhi',
      'Child protection coordinator',
      'sq',
      at('al_child', 'case_coordinator', 'focal_point'),
    ),
    person('mimoza', 'Mimoza Shega', 'Social worker', 'sq', at('al_social', 'case_worker')),
    person('arben', 'Arben Fiku', 'Social worker', 'sq', at('al_social', 'case_worker')),
    person('flora', 'Flora Mështekna', 'National coordinator', 'sq', at('al_coordinator', 'national_coordinator')),
    person('dritan', 'Dritan Qarri', 'Deputy national coordinator', 'sq', at('al_coordinator', 'national_coordinator')),
    person('erion', 'Erion Selvia', 'Administrator', 'en', at('al_coordinator', 'instance_admin')),
  ],
}

const sweden: DemoCountry = {
  code: 'se',
  instanceId: 'ins_se',
  kind: 'country',
  country: 'SE',
  name: 'Sweden (demo)',
  languages: ['en', 'ar'],
  organisations: [
    organisation(
      'se_nrm',
      'public_body',
      'Regional coordination',
      unit('se_focal', 'nrm_office', 'Focal office Stockholm', ['en']),
    ),
    organisation(
      'se_support',
      'public_body',
      'Victim support',
      unit('se_compensation', 'victim_support_authority', 'Compensation support unit', ['en', 'ro', 'ru']),
    ),
    organisation(
      'se_coordination',
      'public_body',
      'National coordination',
      unit('se_coordinator', 'coordinator_office', 'Office of the national coordinator', ['en']),
    ),
  ],
  people: [
    person('astrid', 'Astrid Granlund', 'Focal point', 'en', at('se_focal', 'focal_point', 'case_coordinator')),
    person('nils', 'Nils Ekdal', 'Focal point', 'en', at('se_focal', 'focal_point', 'case_coordinator')),
    person(
      'ingrid',
      'Ingrid Almdal',
      'Compensation adviser',
      'en',
      at('se_compensation', 'case_worker', 'focal_point'),
    ),
    person('olof', 'Olof Lindvik', 'Compensation adviser', 'en', at('se_compensation', 'case_worker')),
    person('sigrid', 'Sigrid Bokvall', 'National coordinator', 'en', at('se_coordinator', 'national_coordinator')),
    person(
      'henrik',
      'Henrik Rönnvall',
      'Deputy national coordinator',
      'en',
      at('se_coordinator', 'national_coordinator'),
    ),
    person('karim', 'Karim Arz', 'Administrator', 'ar', at('se_coordinator', 'instance_admin')),
  ],
}

const secretariat: DemoCountry = {
  code: 'net',
  instanceId: 'ins_net',
  kind: 'secretariat',
  country: undefined,
  name: 'Network secretariat (demo)',
  languages: ['en'],
  organisations: [
    organisation('net', 'network', 'Network', unit('net_secretariat', 'secretariat', 'Secretariat', ['en'])),
  ],
  people: [
    person('clara', 'Clara Hasel', 'Secretariat', 'en', at('net_secretariat', 'secretariat')),
    person(
      'tomas',
      'Tomas Erle',
      'Secretariat, administrator',
      'en',
      at('net_secretariat', 'secretariat', 'instance_admin'),
    ),
  ],
}

/** In the order of their ports. */
export const DEMO_COUNTRIES: readonly DemoCountry[] = [northMacedonia, serbia, albania, sweden, secretariat]

export const emailOf = (country: Pick<DemoCountry, 'code'>, who: Pick<DemoPerson, 'login'>): string =>
  `${who.login}@${country.code}.example`
export const memberIdOf = (country: Pick<DemoCountry, 'code'>, who: Pick<DemoPerson, 'login'>): string =>
  `mbr_${country.code}_${who.login}`
