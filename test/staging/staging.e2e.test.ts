import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { groupRaces } from '../../src/analysis/findings.ts'
import { decodeEvents } from '../../src/run/decode.ts'
import { goVersions } from '../support/go.ts'
import { buildWarehouse, openWarehouse } from './warehouse.ts'

let folder = ''
let linter = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mapsan-staging-'))
  linter = join(folder, 'lint')
  await execa('go', ['build', '-o', linter, '.'], { cwd: resolve(import.meta.dirname, 'lint') })
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** The address that stands in what the program has said. */
const addressIn = (text: string, before: string): string => new RegExp(`${before} (http://[^/]+/\\S*?),?\\s`).exec(text)?.[1] ?? 'no address'

describe.each(goVersions)('in staging, %s', (version) => {
  const binary = (): string => join(folder, version)
  beforeAll(() => buildWarehouse(version, binary(), ['--status']))

  test('nothing happens that was not asked for', async () => {
    const warehouse = await openWarehouse(binary(), ['idle'], '')
    warehouse.kill('SIGUSR2')
    expect(await warehouse.close()).toBe('open\nclosed\n')
  })

  test('a budget that is reached makes it skip accesses, and say so; what is synchronised stays silent', async () => {
    const warehouse = await openWarehouse(binary(), [], 'max_overhead=1%')
    expect(await warehouse.says('from now on not all is tracked')).toContain('max_overhead=1%')
    await new Promise((done) => setTimeout(done, 500)) // some accesses are skipped
    const printed = await warehouse.close()
    expect(printed).toMatch(/mapsan: \d+ map accesses skipped(, and nothing tracked for \d+\.\d% of the time)?, so that races may have been missed. Cost: \d+\.\d%/)
    expect(printed).not.toContain('DATA RACE')
  })

  test('the event stream says so as well', async () => {
    const events = join(folder, 'ev')
    const warehouse = await openWarehouse(binary(), [], `max_overhead=1% log_path=off events=${events}`)
    const stream = `${events}.${warehouse.pid}`
    let decoded = decodeEvents(await readFile(stream))
    while (decoded.header.budget?.skipped === undefined || decoded.header.budget.skipped === 0) {
      await new Promise((done) => setTimeout(done, 100))
      decoded = decodeEvents(await readFile(stream))
    }
    await warehouse.close()
    decoded = decodeEvents(await readFile(stream))
    expect(decoded.header.budget).toMatchObject({ limit: 10, sampling: expect.stringMatching(/^by (site|time|rest)$/) })
    const { warnings } = groupRaces([decoded], { goroot: '', moduleRoot: '', modulePaths: [] })
    expect(warnings.join()).toMatch(/Races may have been missed: .*\d+ map accesses were skipped.* to keep max_overhead=1%; process \d+ measured/)
  })

  test('where the calls alone cost more, it rests', async () => {
    const events = join(folder, 'rests')
    const warehouse = await openWarehouse(binary(), [], `max_overhead=1% log_path=off events=${events}`)
    const rested = async (): Promise<number> => decodeEvents(await readFile(`${events}.${warehouse.pid}`)).header.budget?.rested ?? 0
    while ((await rested()) < 200) await new Promise((done) => setTimeout(done, 100))
    await warehouse.close()
    const { header, races } = decodeEvents(await readFile(`${events}.${warehouse.pid}`))
    expect(races).toEqual([])
    expect(header.budget?.sampling).toBe('by rest')
    expect(header.budget?.rested).toBeLessThan(1000)
  })

  test('a race is found with a budget', async () => {
    const warehouse = await openWarehouse(binary(), ['racy'], 'max_overhead=100%')
    expect(await warehouse.says('WARNING: DATA RACE')).toContain('main.(*warehouse).note')
    await warehouse.close()
  })

  test('a signal asks for the status, and the program gets it as well', async () => {
    const warehouse = await openWarehouse(binary(), ['racy', 'idle', 'notify'], 'status_signal=on')
    await warehouse.says('WARNING: DATA RACE')
    warehouse.kill('SIGUSR2')
    await warehouse.says('the program was asked as well')
    const status = await warehouse.says(/map\[string\]int, seen [\s\S]*main\.\(\*warehouse\)\.note/)
    expect(status).toMatch(/MapSan in process \d+ \(go1[\d.]+\): \d+ map races? found/)
    expect(status).toContain('all accesses are tracked')
    expect(await warehouse.close()).toContain('closed\n')
  })

  test('a program that ignores the signal is left alone', async () => {
    const warehouse = await openWarehouse(binary(), ['idle', 'ignore'], 'status_signal=on')
    warehouse.kill('SIGUSR2')
    expect(await warehouse.close()).toBe('open\nclosed\n')
  })

  test('status and metrics are served where the setting says', async () => {
    const warehouse = await openWarehouse(binary(), ['racy'], 'status=127.0.0.1:0 max_overhead=1%')
    const address = addressIn(await warehouse.says('WARNING: DATA RACE'), 'mapsan: status at')
    const get = async (path: string, method = 'GET') => {
      const response = await fetch(new URL(path, address), { method })
      return { code: response.status, type: response.headers.get('content-type'), text: await response.text() }
    }
    const status = await get('/')
    expect(status).toMatchObject({ code: 200, type: 'text/plain; charset=utf-8' })
    expect(status.text).toContain(`MapSan in process ${warehouse.pid} (${version}`)
    expect(status.text).toContain('main.(*warehouse).note')

    const metrics = await get('/metrics')
    expect(metrics).toMatchObject({ code: 200, type: 'text/plain; version=0.0.4; charset=utf-8' })
    expect(metrics.text).toMatch(/^mapsan_findings_total [1-9]/m)
    expect(metrics.text).toMatch(/^mapsan_max_overhead_ratio 0\.010$/m)
    // Prometheus' own parser and linter: it fails on what cannot be read, and prints what is not as it should be.
    expect((await execa(linter, { input: metrics.text })).stdout).toBe('')

    expect((await get('/nothing')).code).toBe(404)
    expect((await get('/', 'POST')).code).toBe(405)
    await warehouse.close()
  })
})

describe('settings', () => {
  const version = 'go1.26.8'

  test('that cannot be used are named in one line each', async () => {
    const binary = join(folder, 'plain')
    await buildWarehouse(version, binary, [])
    const bad = ['max_overhead=much', 'max_overhead=0%', 'max_overhead=99999%', 'status_signal=maybe', 'status=']
    const warehouse = await openWarehouse(binary, ['idle'], bad.join(' '))
    const lines = (await warehouse.close()).split('\n').filter((line) => line.startsWith('mapsan:'))
    expect(lines.map((line) => /cannot use "([^"]*)"/.exec(line)?.[1])).toEqual(bad)

    const unserved = await openWarehouse(binary, ['idle'], 'status=127.0.0.1:0')
    expect(await unserved.close()).toContain('mapsan: MAPSAN: status is ignored: this binary was not built by `mapsan build --status`\n')
  })

  test('of a place that is taken are explained', async () => {
    const binary = join(folder, version)
    const first = await openWarehouse(binary, ['idle'], 'status=127.0.0.1:0')
    const address = addressIn(await first.says('status at'), 'mapsan: status at')
    const second = await openWarehouse(binary, ['idle'], `status=${new URL(address).host}`)
    expect(await second.close()).toMatch(/mapsan: no status is served: listen tcp .*: bind: address already in use\n/)
    await first.close()
  })

  test('a program that is named by its files can serve, and one that mounts the handler', async () => {
    const byFile = join(folder, 'by-file')
    await buildWarehouse(version, byFile, ['--status'], 'main.go')
    const alone = await openWarehouse(byFile, ['idle'], 'status=127.0.0.1:0')
    expect((await fetch(addressIn(await alone.says('status at'), 'mapsan: status at'))).status).toBe(200)
    await alone.close()

    const mounting = join(folder, 'mounting')
    await buildWarehouse(version, mounting, ['--status', '-tags', 'mapsan'])
    const mounted = await openWarehouse(mounting, ['idle'], '')
    const address = addressIn(await mounted.says('open\n'), 'mounted at')
    expect(await (await fetch(address)).text()).toContain(`MapSan in process ${mounted.pid}`)
    expect((await fetch(new URL('metrics', address))).status).toBe(200)
    await mounted.close()
  })
})
