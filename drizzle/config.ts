/** `npm run db:generate` compares schema.ts with the last snapshot in meta/ and writes what differs as a migration. */
import { defineConfig } from 'drizzle-kit'

export default defineConfig({ dialect: 'postgresql', schema: './drizzle/schema.ts', out: './drizzle' })
