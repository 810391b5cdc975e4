/** What a client wishes, with weights (RFC 9110 §12.4.2): `Accept` and its neighbours. */

export interface WeightedName {
  /** In lower case. */
  readonly name: string
  /** From 0, which is "not that", to 1, which is also what goes without saying. What is no weight counts as 0. */
  readonly weight: number
}

/** In the order in which they stand; `most` of them are read. */
export function parseWeightedList(header: string, most: number): readonly WeightedName[] {
  return header.split(',', most).map(parseOne)
}

function parseOne(text: string): WeightedName {
  const [name = '', ...parameters] = text.split(';')
  const said = parameters
    .map((one) => /^\s*q\s*=\s*(\S+)\s*$/i.exec(one)?.[1])
    .find((one) => one !== undefined)
  const weight = said === undefined ? 1 : Number(said)
  return { name: name.trim().toLowerCase(), weight: weight >= 0 && weight <= 1 ? weight : 0 }
}
