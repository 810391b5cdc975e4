/** The usual adapter of oidc-provider: one table, payloads as jsonb. Its statements are prepared, as the product's are. */
import pg from 'pg'

const table = `create table oidc_payload (
  model text not null, id text not null, payload jsonb not null, grant_id text, uid text, user_code text,
  expires_at timestamptz, consumed_at timestamptz, primary key (model, id)
);
create index oidc_payload_grant on oidc_payload (grant_id) where grant_id is not null;
create index oidc_payload_uid on oidc_payload (uid) where uid is not null`

const fresh = '(expires_at is null or expires_at > now())'

/** Answers the class that oidc-provider makes one of for each model. */
export async function createAdapter(databaseUrl) {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 5 })
  await pool.query(table)
  const run = (name, text, values) => pool.query({ name, text, values })

  const toPayload = ({ rows: [row] }) =>
    row === undefined ? undefined : row.consumed ? { ...row.payload, consumed: row.consumed } : row.payload

  const select = `select payload, extract(epoch from consumed_at)::int as consumed from oidc_payload`

  return class PostgresAdapter {
    constructor(model) {
      this.model = model
    }

    async upsert(id, payload, expiresIn) {
      const expiresAt = expiresIn ? new Date(Date.now() + expiresIn * 1000) : null
      const { grantId, uid, userCode } = payload
      await run(
        'upsert',
        `insert into oidc_payload (model, id, payload, grant_id, uid, user_code, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (model, id) do update set payload = excluded.payload, grant_id = excluded.grant_id,
           uid = excluded.uid, user_code = excluded.user_code, expires_at = excluded.expires_at`,
        [this.model, id, payload, grantId ?? null, uid ?? null, userCode ?? null, expiresAt],
      )
    }

    async find(id) {
      const text = `${select} where model = $1 and id = $2 and ${fresh}`
      return toPayload(await run('find', text, [this.model, id]))
    }

    async findByUid(uid) {
      const text = `${select} where model = $1 and uid = $2 and ${fresh}`
      return toPayload(await run('find-uid', text, [this.model, uid]))
    }

    async findByUserCode(userCode) {
      const text = `${select} where model = $1 and user_code = $2 and ${fresh}`
      return toPayload(await run('find-user-code', text, [this.model, userCode]))
    }

    async consume(id) {
      const text = 'update oidc_payload set consumed_at = now() where model = $1 and id = $2'
      await run('consume', text, [this.model, id])
    }

    async destroy(id) {
      await run('destroy', 'delete from oidc_payload where model = $1 and id = $2', [this.model, id])
    }

    async revokeByGrantId(grantId) {
      await run('revoke', 'delete from oidc_payload where model = $1 and grant_id = $2', [
        this.model,
        grantId,
      ])
    }
  }
}
