// Seam's guide to instant keys with Seam's own client, against a sandbox. Run by OfficialClientIT.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'

import {
  isSeamHttpApiError,
  isSeamHttpInvalidInputError,
  isSeamHttpUnauthorizedError,
  Seam,
  SeamWebhook,
} from 'seam'

const endpoint = process.env.SANDBOX_ENDPOINT
const options = { endpoint, axiosRetryOptions: { retries: 0 } }
const seam = Seam.fromApiKey(process.env.SANDBOX_API_KEY, options)

async function step(name, run) {
  await run()
  console.log(`passed: ${name}`)
}

async function rejection(promise) {
  return promise.then(
    () => assert.fail('the call succeeded'),
    (error) => error,
  )
}

const room = (await seam.acs.entrances.list({ search: 'Room 101' }))[0]
let guest
let grant

await step('entrances', async () => {
  assert.equal(room.display_name, 'Room 101')
  assert.deepEqual(await seam.acs.entrances.get({ acs_entrance_id: room.acs_entrance_id }), room)
  const entrances = await seam.acs.entrances.list({ acs_entrance_ids: [room.acs_entrance_id] })
  assert.deepEqual(entrances, [room])
  assert.deepEqual(await seam.acs.entrances.list({ acs_entrance_ids: [] }), [])
})

await step('user identity', async () => {
  guest = await seam.userIdentities.create({ full_name: 'Jane Doe', email_address: 'jane@example.com' })
  await seam.userIdentities.update({ user_identity_id: guest.user_identity_id, full_name: 'Jane Roe' })
  const read = await seam.userIdentities.get({ user_identity_id: guest.user_identity_id })
  assert.equal(read.full_name, 'Jane Roe')
})

await step('access grant', async () => {
  grant = await seam.accessGrants.create({
    user_identity_id: guest.user_identity_id,
    acs_entrance_ids: [room.acs_entrance_id],
    requested_access_methods: [{ mode: 'mobile_key' }],
    starts_at: '2127-07-13T15:00:00.000Z',
    ends_at: '2127-07-16T11:00:00.000Z',
    access_grant_key: 'booking-1',
  })
  assert.match(grant.instant_key_url, /^http/)
  assert.deepEqual(await seam.accessGrants.get({ access_grant_key: 'booking-1' }), grant)
  const methods = await seam.accessMethods.list({ access_grant_id: grant.access_grant_id })
  assert.equal(methods[0].mode, 'mobile_key')
})

await step('update', async () => {
  await seam.accessGrants.update({ access_grant_id: grant.access_grant_id, ends_at: '2127-07-17T11:00:00.000Z' })
  const read = await seam.accessGrants.get({ access_grant_id: grant.access_grant_id })
  assert.equal(new Date(read.ends_at).toISOString(), '2127-07-17T11:00:00.000Z')
})

await step('instant keys', async () => {
  const key = await seam.userIdentities.generateInstantKey({ user_identity_id: guest.user_identity_id, max_use_count: 1 })
  const keys = await seam.instantKeys.list({ user_identity_id: guest.user_identity_id })
  assert.equal(keys.length, 2)
  assert.deepEqual(await seam.instantKeys.get({ instant_key_url: key.instant_key_url }), key)
  await seam.instantKeys.delete({ instant_key_id: key.instant_key_id })
  assert.equal((await seam.instantKeys.list({ user_identity_id: guest.user_identity_id })).length, 1)
})

await step('related resources', async () => {
  const batch = await seam.accessGrants.getRelated({ access_grant_ids: [grant.access_grant_id], include: ['spaces', 'acs_entrances'] })
  assert.deepEqual(batch.acs_entrances.map((entrance) => entrance.display_name), ['Room 101'])
})

await step('events', async () => {
  const events = await seam.events.list({ since: '2000-01-01T00:00:00Z', event_types: ['access_grant.created', 'access_method.issued'] })
  assert.ok(events.some((event) => event.event_type === 'access_grant.created'))
  assert.deepEqual(await seam.events.get({ event_id: events[0].event_id }), events[0])
})

await step('pagination', async () => {
  for (let i = 0; i < 6; i++) {
    await seam.userIdentities.create({})
  }
  const pages = seam.createPaginator(seam.userIdentities.list({ limit: 3 }))
  const [first, { hasNextPage }] = await pages.firstPage()
  assert.equal(first.length, 3)
  assert.equal(hasNextPage, true)
  const ids = (await pages.flattenToArray()).map((user) => user.user_identity_id)
  assert.equal(new Set(ids).size, 7)
})

await step('error types', async () => {
  const missing = await rejection(seam.accessGrants.get({ access_grant_id: '00000000-0000-4000-8000-000000000000' }))
  assert.ok(isSeamHttpApiError(missing))
  assert.equal(missing.statusCode, 404)
  assert.equal(missing.code, 'access_grant_not_found')
  assert.match(missing.requestId, /^[0-9a-f-]{36}$/)

  const invalid = await rejection(seam.acs.entrances.list({ limit: 0 }))
  assert.ok(isSeamHttpInvalidInputError(invalid))
  assert.deepEqual(invalid.getValidationErrorMessages('limit'), ['Must be at least 1'])

  const stranger = Seam.fromApiKey('seam_test_wrong', options)
  assert.ok(isSeamHttpUnauthorizedError(await rejection(stranger.workspaces.get())))

  const conflict = await rejection(seam.userIdentities.create({ email_address: 'jane@example.com' }))
  assert.equal(conflict.statusCode, 409)
})

await step('personal access token', async () => {
  const user = Seam.fromPersonalAccessToken(process.env.SANDBOX_TOKEN, process.env.SANDBOX_WORKSPACE, options)
  assert.equal((await user.workspaces.get()).workspace_id, process.env.SANDBOX_WORKSPACE)
})

await step('webhooks', async () => {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const webhook = await seam.webhooks.create({
    url: `http://127.0.0.1:${server.address().port}/`,
    event_types: ['access_grant.created'],
  })
  assert.equal((await seam.webhooks.list()).length, 1)
  await seam.webhooks.update({ webhook_id: webhook.webhook_id, event_types: ['access_grant.deleted'] })
  const read = await seam.webhooks.get({ webhook_id: webhook.webhook_id })
  assert.deepEqual(read.event_types, ['access_grant.deleted'])

  const delivery = once(server, 'request')
  await seam.accessGrants.delete({ access_grant_id: grant.access_grant_id })
  const [request, response] = await delivery
  const body = Buffer.concat(await request.toArray()).toString()
  response.end()
  const event = new SeamWebhook(webhook.secret).verify(body, request.headers)
  assert.equal(event.event_type, 'access_grant.deleted')
  assert.equal(event.access_grant_id, grant.access_grant_id)
  assert.throws(() => new SeamWebhook(webhook.secret).verify(body + ' ', request.headers))

  await seam.webhooks.delete({ webhook_id: webhook.webhook_id })
  assert.deepEqual(await seam.webhooks.list(), [])
  server.close()
})

await step('delete', async () => {
  const gone = await rejection(seam.accessGrants.get({ access_grant_id: grant.access_grant_id }))
  assert.equal(gone.statusCode, 404)
  await seam.userIdentities.delete({ user_identity_id: guest.user_identity_id })
  assert.equal((await seam.instantKeys.list()).length, 0)
})
