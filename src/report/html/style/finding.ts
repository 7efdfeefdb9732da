/** One race: what it is, what to change, both sides beside each other. */
export const finding = `
.finding { background: var(--surface); border: 1px solid var(--line); border-radius: 12px; padding: 1.3rem 1.4rem 1.5rem; margin-top: 1.25rem; scroll-margin-top: 1rem; }
.finding:target { border-color: var(--link); }
.tags { display: flex; flex-wrap: wrap; gap: .3rem .6rem; align-items: center; font-size: .85em; color: var(--quiet); }
.tag { display: inline-block; border: 1px solid var(--line); border-radius: 99px; padding: 0 .6rem; color: var(--quiet); font-weight: 500; font-size: .95em; }
a.tag { color: var(--link); text-decoration: none; }
.tag.fatal { background: var(--danger-soft); border-color: transparent; color: var(--danger); font-weight: 650; }
.permalink { margin-left: auto; font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; color: var(--quiet); text-decoration: none; }
.permalink:hover { text-decoration: underline; }
.finding h3 { font-size: 1.3rem; line-height: 1.3; margin-top: .5rem; }
.message { max-width: 58rem; margin-top: .25rem; font-size: 1.02rem; }
.advice { margin: 1rem 0 1.3rem; padding: .8rem 1rem; background: var(--good-soft); border-radius: 8px; }
.advice h4 { color: var(--good); font-size: .85rem; }
.advice p { max-width: 58rem; margin-top: .15rem; }
.finding > h4, .finding > details > h4 { margin-top: 1.6rem; }
.sides { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(24rem, 100%), 1fr)); gap: 1rem; }
.side { min-width: 0; border: 1px solid var(--line); border-top: 4px solid var(--side); border-radius: 8px; padding: .8rem 1rem 1rem; }
.side.newer { --side: var(--newer); --soft: var(--newer-soft); }
.side.earlier { --side: var(--earlier); --soft: var(--earlier-soft); }
.side h4 { font-weight: 400; }
.side .goroutine { color: var(--side); }
.when { display: block; font-size: .85em; color: var(--quiet); }
.side > p, .side > ul { margin-top: .6rem; }
.source { margin-top: .7rem; padding: .5rem 0; background: var(--sunken); border-radius: 6px; overflow-x: auto; overflow-wrap: normal; line-height: 1.6; tab-size: 4; }
.source code { display: block; min-width: max-content; }
.source .line { display: block; padding-right: 1rem; background: none; color: inherit; }
.source mark.line { background: var(--soft); font-weight: 600; box-shadow: inset 4px 0 var(--side); }
.source .number { display: inline-block; width: 4em; padding-right: 1em; text-align: right; color: var(--quiet); font-weight: 400; user-select: none; }
.source-missing { padding: .8rem 1rem; background: var(--sunken); border-radius: 6px; }
.locks { list-style: none; padding: 0; }
.locks.none { color: var(--danger); font-weight: 600; }
.stack { list-style: none; padding: 0; font-size: .93em; }
.stack li { margin-top: .2rem; }
.stack .function { display: block; }
.stack .place { color: var(--quiet); padding-left: 1rem; }
.stack .kept > .function { font-weight: 650; }
.stack .folded summary { color: var(--quiet); }
.stack .stack { padding-left: 1rem; }
.finding.suppressed { padding-block: .9rem; }
.suppressed summary { margin-top: .3rem; }
.suppressed summary h3 { display: inline; font-size: 1.1rem; }
.suppressed summary p { color: var(--quiet); margin-left: 1.1rem; }
`
