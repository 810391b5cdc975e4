/** What an operator should know of a configuration that is not wrong: variables nearly named like a setting, open switches and weak secrets. */
import type { SettingsOwner } from './setting.ts'
import { listSettings } from './settings-table.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** Sentences, without values of secrets. */
export function findCautions(env: Environment, owners: readonly SettingsOwner[]): readonly string[] {
  return [...findRisks(env, owners), ...findWeak(env, owners), ...findSlips(env, owners)]
}

function findRisks(env: Environment, owners: readonly SettingsOwner[]): readonly string[] {
  return listSettings(owners).flatMap(({ name, risk }) =>
    risk !== undefined && env[name]?.trim() === 'on' ? [`${name} is on: ${risk}`] : [],
  )
}

function findWeak(env: Environment, owners: readonly SettingsOwner[]): readonly string[] {
  return listSettings(owners).flatMap(({ name, weakBelow = 0 }) => {
    const length = env[name]?.length ?? 0
    return length > 0 && length < weakBelow
      ? [`${name} has fewer than ${weakBelow} characters: it is easy to guess`]
      : []
  })
}

/** Short names are near to too much that every environment has, such as HOME to HOST. */
const shortest = 6

/** Of a setting that is set itself, a neighbour is somebody else's. */
function findSlips(env: Environment, owners: readonly SettingsOwner[]): readonly string[] {
  const names = listSettings(owners).map(({ name }) => name)
  const unset = names.filter((name) => name.length >= shortest && env[name] === undefined)
  return Object.keys(env)
    .filter((name) => !names.includes(name) && env[name] !== undefined)
    .flatMap((name) => {
      const meant = unset.find((one) => isSlip(name, one))
      return meant === undefined ? [] : [`${name} is set, but is no setting; did you mean ${meant}?`]
    })
}

/** A letter or two that are missing, added, other or swapped; singular and plural; without or with another separator. */
function isSlip(name: string, setting: string): boolean {
  if (singular(name) === singular(setting)) return true
  return name.length >= shortest && name[0] === setting[0] && isWithinOneEdit(name, setting)
}

function singular(name: string): string {
  return name
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
    .replace(/IES$/, 'Y')
    .replace(/S$/, '')
}

function isWithinOneEdit(one: string, other: string): boolean {
  let start = 0
  while (start < one.length && one[start] === other[start]) start += 1
  let [end, otherEnd] = [one.length, other.length]
  while (end > start && otherEnd > start && one[end - 1] === other[otherEnd - 1])
    [end, otherEnd] = [end - 1, otherEnd - 1]
  const [left, otherLeft] = [one.slice(start, end), other.slice(start, otherEnd)]
  if (left.length <= 1 && otherLeft.length <= 1) return true
  return left.length === 2 && left === [...otherLeft].reverse().join('')
}
