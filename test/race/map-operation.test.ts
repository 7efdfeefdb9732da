import { expect, test } from 'vitest'
import { mapOperation } from '../../src/run/race-log/map-operation.ts'

const operationOf = (name: string): string | undefined => mapOperation({ function: name, file: '/usr/local/go/src/x.go', line: 1 })

/** Functions that the race detectors and the runtimes of go1.24-1.27 name in their reports. */
test.each([
  ['runtime.mapaccess1_fast64', 'read'],
  ['runtime.mapaccess2_faststr', 'read'],
  ['reflect.mapaccess', 'read'],
  ['reflect.maplen', 'read'],
  ['runtime.mapassign_fast64ptr', 'write'],
  ['reflect.mapassign_faststr0', 'write'],
  ['runtime.mapdelete', 'delete'],
  ['reflect.mapdelete', 'delete'],
  ['runtime.mapiternext', 'iterate'],
  ['runtime.mapIterStart', 'iterate'],
  ['reflect.mapiterinit', 'iterate'],
  ['runtime.mapclear', 'clear'],
  ['reflect.mapclear', 'clear'],
  ['maps.clone', 'clone'],
  ['internal/runtime/maps.(*Map).Clone', 'clone'],
  ['internal/runtime/maps.(*Iter).Next', 'iterate'],
  ['internal/runtime/maps.(*Map).Delete', 'delete'],
  ['internal/runtime/maps.(*Map).Clear', 'clear'],
  ['internal/runtime/maps.(*Map).PutSlot', 'write'],
  ['internal/runtime/maps.(*Map).putSlotSmallFastStr', 'write'],
  ['internal/runtime/maps.(*Map).Get', 'read'],
  ['internal/runtime/maps.(*Map).Used', 'read'],
  ['internal/runtime/maps.runtime_mapassign', 'write'],
] as const)('%s does what maps call %s', (name, operation) => {
  expect(operationOf(name)).toBe(operation)
})

test.each(['main.mapassign', 'example.com/shop.mapdelete', 'example.com/maps.(*Map).Delete', 'runtime.memmove', 'maps.Keys', 'reflect.Value.Len'])('%s is no function of maps', (name) => {
  expect(operationOf(name)).toBeUndefined()
})

test('what has no frame is none', () => {
  expect(mapOperation(undefined)).toBeUndefined()
})
