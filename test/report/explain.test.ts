import { expect, test } from 'vitest'
import { ruleIds } from '../../src/model/rule.ts'
import { explainRule, listRules, ruleMarkdown, rulePlainText } from '../../src/report/explain.ts'
import { ruleTexts } from '../../src/report/rules/registry.ts'

test.each(ruleIds)('%s is explained alike in every form', async (rule) => {
  const text = explainRule(rule, ruleTexts[rule], { colour: false, width: 80 })
  await expect(text).toMatchFileSnapshot(`golden/explain-${rule}.txt`)
  expect(Math.max(...text.split('\n').filter((line) => !line.includes('https://')).map((line) => line.length))).toBeLessThanOrEqual(80)
  const flat = text.replace(/\s+/g, ' ')
  for (const sentence of [ruleTexts[rule].summary, ...ruleTexts[rule].meaning, ...ruleTexts[rule].fixes]) {
    for (const form of [flat, ruleMarkdown(ruleTexts[rule]), rulePlainText(ruleTexts[rule])]) expect(form).toContain(sentence)
  }
  expect(text).toContain('https://go.dev/ref/mem')
})

test('the list has every rule', () => {
  for (const rule of ruleIds) expect(listRules()).toContain(`${rule}  ${ruleTexts[rule].summary}\n`)
})
