import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const minute = 60_000

/** Three speeds, and what needs a browser, told apart by the suffix of the file. Two files at a time: most of them keep a Go build busy. */
export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          isolate: false,
          include: ['test/**/*.test.ts'],
          exclude: ['test/**/*.go.test.ts', 'test/**/*.e2e.test.ts', 'test/**/*.browser.test.ts'],
          testTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: { name: 'browser', include: ['test/**/*.browser.test.ts'], testTimeout: 2 * minute, hookTimeout: 2 * minute },
      },
      {
        extends: true,
        test: { name: 'go', include: ['test/**/*.go.test.ts'], testTimeout: 20 * minute, hookTimeout: 20 * minute },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/**/*.e2e.test.ts'],
          globalSetup: ['test/support/build-cli.ts'],
          testTimeout: 20 * minute,
          hookTimeout: 20 * minute,
        },
      },
    ],
  },
})
