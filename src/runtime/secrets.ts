/**
 * Argon2id hashes (RFC 9106) with the parameters of the OWASP password storage cheat sheet: 19 MiB, 2 passes, 1 lane.
 * They are computed on the threads of the native module; how many run at once is bounded, so that a storm of logins
 * leaves the server able to answer others, and how long one waits, not how many do.
 */
import { availableParallelism } from 'node:os'
import { hash as argon2Hash, verify as argon2Verify } from '@node-rs/argon2'
import type { Secrets } from '../engine/ports/secrets.ts'
import { isAffordableArgon2Hash } from '../kernel/argon2-hash.ts'
import { AppError } from '../kernel/errors.ts'
import { parseScryptHash } from '../kernel/scrypt-hash.ts'
import { createTurns } from '../kernel/turns.ts'
import { verifyScrypt } from './scrypt.ts'

// Algorithm.Argon2id is a const enum, which cannot be imported by a single-file compiler.
const argon2id = 2
const parameters = { algorithm: argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export interface SecretsLimits {
  /** Hashes that are computed at the same time. Default: the number of cores. */
  readonly maxRunning?: number
  /** Who would wait longer for a turn is refused with `too-many`. Default 10,000. */
  readonly maxWaitMs?: number
}

export function createSecrets(limits: SecretsLimits = {}): Secrets {
  const inTurn = createTurns({
    maxRunning: limits.maxRunning ?? availableParallelism(),
    maxWaitMs: limits.maxWaitMs ?? 10_000,
    refuse: tooManyChecks,
  })
  return {
    hash: (plain) => inTurn(() => argon2Hash(plain, parameters)),
    async verify(hash, plain, turn) {
      const foreign = parseScryptHash(hash)
      if (foreign !== null) return inTurn(() => verifyScrypt(foreign, plain), turn)
      if (!isAffordableArgon2Hash(hash)) return false
      return inTurn(() => argon2Verify(hash, plain).catch(() => false), turn)
    },
  }
}

function tooManyChecks(): AppError {
  return new AppError(
    'too-many',
    'too-many-password-checks',
    'Too many passwords are being checked; try again soon.',
    { retryAfterSeconds: 5 },
  )
}
