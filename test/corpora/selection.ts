/** `npm run test:corpora` goes through all of the standard library and all modules, `npm test` through a part. */
export const whole = process.env['MAPSAN_CORPORA'] === 'whole'
