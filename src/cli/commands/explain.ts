import { Command } from 'commander'
import { ToolError } from '../../errors.ts'
import { isRuleId, ruleIds } from '../../model/rule.ts'
import { explainRule, listRules } from '../../report/explain.ts'
import { ruleTexts } from '../../report/rules/registry.ts'
import type { Context } from '../context.ts'

export function explainCommand(context: Context): Command {
  return new Command('explain')
    .summary('say what a finding means, and how to fix it')
    .description('Explains a rule: what its findings mean, why they are races, how to fix them, and what MapSan cannot know.')
    .argument('[rule]', 'the rule of a finding, such as map-race; without it, all rules are listed')
    .action((rule: string | undefined) => {
      if (rule === undefined) context.print(listRules())
      else if (isRuleId(rule)) context.print(explainRule(rule, ruleTexts[rule], context.style))
      else throw new ToolError('USAGE', `there is no rule ${JSON.stringify(rule)}; there are: ${ruleIds.join(', ')}`)
    })
}
