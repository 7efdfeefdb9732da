import { Command } from 'commander'
import { ToolError } from '../../errors.ts'
import { isRuleId, ruleIds } from '../../model/rule.ts'
import { explainRule, listLintRules, listRules } from '../../report/explain.ts'
import { ruleTexts } from '../../report/rules/registry.ts'
import { lintRuleTexts } from '../../workflows/lint.ts'
import type { Context } from '../context.ts'

export function explainCommand(context: Context): Command {
  return new Command('explain')
    .summary('say what a finding means, and how to fix it')
    .description('Explains a rule, of runs or of `mapsan lint`: what its findings mean, why they are wrong, how to fix them, and what MapSan cannot know.')
    .argument('[rule]', 'the rule of a finding, such as map-race or MAP-001; without it, all rules are listed')
    .option('--rules <folder>', 'know the lint rules in this folder as well; may be repeated', (value: string, before: readonly string[]) => [...before, value], [])
    .action(async (rule: string | undefined, { rules: folders }: { readonly rules: readonly string[] }) => {
      if (rule !== undefined && isRuleId(rule)) return context.print(explainRule(rule, ruleTexts[rule], context.style))
      const ofLint = await lintRuleTexts(context.session(), folders)
      if (rule === undefined) return context.print(`${listRules()}\n${listLintRules(ofLint)}`)
      const found = ofLint.find(({ id }) => id === rule.toUpperCase())
      if (found === undefined) throw new ToolError('USAGE', `there is no rule ${JSON.stringify(rule)}; there are: ${[...ruleIds, ...ofLint.map(({ id }) => id)].join(', ')}`)
      context.print(explainRule(found.id, found.text, context.style))
    })
}
