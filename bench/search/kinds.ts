/** Kinds of searches, a row each. */
import { firstWrite, organizationCount, rareFamily, rareRows, rowId, writtenAt } from './rows.ts'

export interface SearchKind {
  readonly name: string
  /** Several queries of the kind, for so many rows. */
  readonly queries: (count: number) => readonly string[]
  /** Default `some`. A server that finds what is not there, or nothing of what is, was not measured. */
  readonly hits?: 'none'
  /** Begins on a page in the middle of the result, instead of on the first. */
  readonly isMiddle?: boolean
  /** The whole result is counted: it may take longer where there are more rows, within a bound. */
  readonly isTotal?: boolean
  /** The server may decline it where there are many rows (`too-costly`). */
  readonly mayBeRefused?: boolean
  /** At most so many CPU ms of PostgreSQL at every size. */
  readonly databaseMs?: number
}

const one = (query: string) => () => [query]
/** For some numbers of rows, spread over all of them. */
const some = (toQuery: (number: number, count: number) => string) => (count: number) =>
  Array.from({ length: 12 }, (_, at) => toQuery(Math.floor((count * (at + 0.5)) / 12), count))
const system = 'http://hospital.example.org/patients'
const organization = (number: number, count: number) => `o${number % organizationCount(count)}`
const practitioner = (number: number, count: number) => `gp${number % organizationCount(count)}`
const instant = (at: number) => new Date(at).toISOString()

export const searchKinds: readonly SearchKind[] = [
  { name: 'identifier', queries: some((number) => `identifier=H-${number}`) },
  { name: 'identifier with its system', queries: some((number) => `identifier=${system}|H-${number}`) },
  { name: 'identifier, no hit', hits: 'none', queries: one('identifier=nobody') },
  { name: '_id', queries: some((number) => `_id=${rowId(number)}`) },
  { name: 'token, rare', queries: one('gender=unknown') },
  { name: 'token, common', queries: one('gender=female'), databaseMs: 1 },
  { name: 'two tokens, common', queries: one('gender=female&active=true'), databaseMs: 1 },
  { name: 'two tokens, rare and common', queries: one('gender=unknown&active=true') },
  { name: 'two tokens, seldom together', queries: one('gender=other&active:missing=true') },
  {
    name: 'reference, typed',
    queries: some((at, count) => `organization=Organization/${organization(at, count)}`),
  },
  { name: 'reference, untyped', queries: some((at, count) => `organization=${organization(at, count)}`) },
  {
    name: 'reference, untyped, of three types',
    queries: some((at, count) => `general-practitioner=${practitioner(at, count)}`),
  },
  { name: 'reference, common', queries: one('organization=Organization/big') },
  { name: 'reference, no hit', hits: 'none', queries: one('organization=Organization/none') },
  {
    name: 'reference and token',
    queries: some((at, count) => `organization=Organization/${organization(at, count)}&gender=female`),
  },
  { name: 'string, common beginning', queries: () => ['family=wal', 'family=mar', 'name=ann'] },
  { name: 'string, rare beginning', queries: one('family=zyx') },
  { name: 'string, no hit', hits: 'none', queries: () => ['family=zzq', 'name=qqqq'] },
  { name: 'string :exact', queries: () => [`family:exact=${rareFamily}`, 'family:exact=Walker'] },
  { name: 'string :contains, common', queries: one('family:contains=stone') },
  { name: 'string :contains, rare', queries: one('family:contains=xwand'), mayBeRefused: true },
  {
    name: 'string :contains, no hit',
    hits: 'none',
    queries: one('family:contains=zzqx'),
    mayBeRefused: true,
  },
  { name: 'date, a year', queries: () => ['birthdate=1950', 'birthdate=1980'] },
  {
    name: 'date, a day',
    queries: () => ['birthdate=1950-03-01', 'birthdate=1980-07-19', 'birthdate=2001-11-30'],
  },
  { name: 'date, a month by two bounds', queries: one('birthdate=ge1980-02-01&birthdate=lt1980-03-01') },
  { name: 'date, half of all', queries: one('birthdate=lt1975') },
  { name: 'date, no hit', hits: 'none', queries: one('birthdate=gt2100') },
  { name: 'date and token', queries: one('birthdate=1980&gender=other') },
  { name: ':missing=true, rare', queries: one('birthdate:missing=true') },
  { name: ':missing=true, common', queries: one('active:missing=true') },
  { name: ':missing=false', queries: one('birthdate:missing=false') },
  { name: ':not', queries: one('gender:not=female') },
  { name: ':not, of almost all', queries: one('gender:not=female,male,other') },
  { name: 'or-list of tokens', queries: one('gender=unknown,other') },
  {
    name: 'or-list of identifiers',
    queries: some((at) => `identifier=H-${at},H-${at + 1},MRN-${at + 2},nobody`),
  },
  { name: 'or-list of strings', queries: one('family=zyx,wal,zzq') },
  {
    name: '_lastUpdated, few',
    queries: (count) => [`_lastUpdated=ge${instant(writtenAt(count - rareRows, count))}`],
  },
  {
    name: '_lastUpdated, half of all',
    queries: (count) => [`_lastUpdated=lt${instant(writtenAt(count / 2, count))}`],
  },
  { name: '_lastUpdated, no hit', hits: 'none', queries: one(`_lastUpdated=lt${instant(firstWrite)}`) },
  { name: 'everything', queries: one('') },
  { name: '_sort by date', queries: one('_sort=birthdate') },
  { name: '_sort by date, descending', queries: one('_sort=-birthdate') },
  { name: '_sort by string', queries: one('_sort=family') },
  { name: '_sort by string, descending', queries: one('_sort=-family') },
  { name: '_sort by token', queries: one('_sort=gender') },
  { name: '_sort=-_lastUpdated', queries: one('_sort=-_lastUpdated') },
  { name: '_sort by string and date', queries: one('_sort=family,-birthdate') },
  { name: '_sort by date, common token', queries: one('gender=female&_sort=-birthdate') },
  { name: '_sort by date, rare token', queries: one('gender=unknown&_sort=birthdate') },
  {
    name: '_sort by string, reference',
    queries: some((at, count) => `organization=Organization/${organization(at, count)}&_sort=family`),
  },
  { name: 'next page, everything', queries: one(''), isMiddle: true },
  { name: 'next page, token, common', queries: one('gender=female'), isMiddle: true },
  { name: 'next page, _sort by date', queries: one('_sort=birthdate'), isMiddle: true },
  { name: 'total, everything', queries: one('_summary=count'), isTotal: true },
  { name: 'total, token, common', queries: one('gender=female&_summary=count'), isTotal: true },
  {
    name: 'total, two tokens, common',
    queries: one('gender=female&active=true&_summary=count'),
    isTotal: true,
  },
  { name: 'total, date, half of all', queries: one('birthdate=lt1975&_summary=count'), isTotal: true },
  { name: 'total with a page', queries: one('organization=Organization/big&_total=accurate'), isTotal: true },
]
