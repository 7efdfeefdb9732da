/** The page, its head, and what is the same everywhere. */
export const base = `
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0 auto; max-width: 76rem; padding: 0 1.25rem 3rem; background: var(--page); color: var(--text); font: 15px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", Arial, sans-serif; overflow-wrap: anywhere; }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: .9em; }
h1, h2, h3, h4, h5, p, dl, dd, ul, ol, pre { margin: 0; }
h1 { font-size: 1.7rem; line-height: 1.25; font-weight: 650; letter-spacing: -.01em; }
h2 { font-size: 1.2rem; margin: 2.75rem 0 .75rem; }
h3 { font-size: 1.05rem; }
h4 { font-size: .95rem; }
h5 { font-size: .8rem; color: var(--quiet); font-weight: 600; margin-top: .9rem; }
a { color: var(--link); text-underline-offset: .2em; }
ul, ol { padding-left: 1.2rem; }
summary { cursor: pointer; }
small { display: block; font-size: .85em; color: var(--quiet); }
.quiet, .quiet code { color: var(--quiet); }
.danger { color: var(--danger); }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 3px; }
main:focus { outline: none; }
[hidden] { display: none !important; }
.skip { position: absolute; left: 1rem; top: -4rem; padding: .5rem 1rem; background: var(--surface); border: 1px solid var(--line); border-radius: 6px; z-index: 1; }
.skip:focus { top: .5rem; }
button { font: inherit; color: inherit; background: var(--surface); border: 1px solid var(--line); border-radius: 6px; padding: .25rem .7rem; cursor: pointer; }
.top { display: flex; justify-content: space-between; align-items: center; min-height: 3.6rem; }
.brand { font-weight: 700; letter-spacing: .02em; }
.result { background: var(--surface); border: 1px solid var(--line); border-left: 6px solid var(--good); border-radius: 10px; padding: 1.2rem 1.4rem; }
.result.bad { border-left-color: var(--danger); }
.result.doubtful { border-left-color: var(--doubt); }
.result p { color: var(--quiet); margin-top: .35rem; }
nav ul { list-style: none; display: flex; flex-wrap: wrap; gap: .5rem; padding: 0; margin: 1rem 0 0; }
nav a { display: block; padding: .3rem .8rem; border: 1px solid var(--line); border-radius: 99px; background: var(--surface); text-decoration: none; }
nav a:hover { border-color: var(--link); }
.count { color: var(--quiet); }
.notes { margin-top: 1.25rem; background: var(--doubt-soft); border-radius: 10px; padding: 1rem 1.4rem; }
.notes h2 { margin: 0 0 .4rem; font-size: 1rem; color: var(--doubt); }
.note { background: var(--doubt-soft); border-radius: 8px; padding: .6rem .9rem; margin-bottom: .9rem; }
.facts { display: grid; gap: .3rem; }
.facts > div { display: grid; grid-template-columns: 8rem 1fr; gap: 1rem; }
.facts dt { color: var(--quiet); }
.commands { list-style: none; padding: 0; }
.commands li { margin-top: .3rem; }
section > .facts, section > .commands, .rule { background: var(--surface); border: 1px solid var(--line); border-radius: 10px; padding: 1rem 1.4rem; }
section > h3 { margin: 1.2rem 0 .5rem; font-size: 1rem; }
.rule + .rule { margin-top: .75rem; }
.rule summary > * { display: inline; }
.rule summary p { color: var(--quiet); margin-left: .5rem; }
.rule h4 { margin: 1rem 0 .3rem; }
.rule p, .rule li { max-width: 46rem; margin-top: .3rem; }
footer { margin-top: 3rem; color: var(--quiet); font-size: .9em; }
@media (max-width: 40rem) {
  body { padding: 0 .75rem 2rem; }
  h1 { font-size: 1.35rem; }
  .facts > div { grid-template-columns: 1fr; gap: 0; }
  .result, .notes, section > .facts, section > .commands, .rule { padding: .9rem 1rem; }
}
`
