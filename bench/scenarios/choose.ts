/** Which scenarios run. */
import type { Scenario } from './scenario.ts'

/** Those with the text in their name, and what they are compared with. Throws Error when there is none. */
export function choose(scenarios: readonly Scenario[], only: string | undefined): readonly Scenario[] {
  const chosen = scenarios.filter(({ name }) => only === undefined || name.includes(only))
  if (chosen.length === 0) throw new Error(`No scenario has ${JSON.stringify(only)} in its name`)
  const floors = new Set(chosen.flatMap(({ bare, equal }) => [bare, equal]))
  return scenarios.filter((scenario) => chosen.includes(scenario) || floors.has(scenario.name))
}

/** Each followed by the same on the product of another checkout. */
export function withBeside(scenarios: readonly Scenario[], others: readonly Scenario[]): readonly Scenario[] {
  const besides = new Map(others.map((scenario) => [scenario.name, scenario]))
  return scenarios.flatMap((scenario) => {
    const same = besides.get(scenario.name)
    if (same === undefined || scenario.server !== 'product') return [scenario]
    return [
      scenario,
      { ...same, server: 'beside' as const, name: `${same.name} (beside)`, aim: undefined, aimUs: undefined },
    ]
  })
}

/** Each followed by the same on other servers. */
export function withPeers(
  scenarios: readonly Scenario[],
  peers: readonly (readonly Scenario[])[],
): readonly Scenario[] {
  return scenarios.flatMap((scenario) => [
    scenario,
    ...peers.flatMap((rows) => rows.filter(({ name }) => name.startsWith(`${scenario.name} (`))),
  ])
}
