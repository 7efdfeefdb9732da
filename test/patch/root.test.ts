import { expect, test } from 'vitest'
import { patchRoot, pathFrom } from '../../src/patch/root.ts'

test.each([
  ['/srv/shop', ['/srv/shop/main.go', '/srv/shop/cache/cache.go'], '/srv/shop'],
  ['/srv/shop', ['/srv/cobra/command.go'], '/srv'],
  ['/srv/shop', ['/srv/shop/main.go', '/srv/shopping/list.go'], '/srv'],
  ['/srv/shop', ['/home/ann/cobra/command.go'], '/'],
])('a patch from %s for %j starts from %s', (module, files, root) => expect(patchRoot(module, files)).toBe(root))

test('its paths have no folders above', () => {
  expect(pathFrom('/srv', '/srv/cobra/command.go')).toBe('cobra/command.go')
  expect(pathFrom('/', '/home/ann/command.go')).toBe('home/ann/command.go')
})
