/** Tables that can be searched and sorted. On a phone each row becomes a card. */
export const table = `
.search { display: flex; flex-wrap: wrap; gap: .6rem; align-items: center; margin: .9rem 0 .7rem; }
.search label { font-weight: 600; }
.search input { font: inherit; color: inherit; background: var(--surface); border: 1px solid var(--quiet); border-radius: 6px; padding: .3rem .6rem; width: 20rem; max-width: 100%; }
.search output { color: var(--quiet); }
table { width: 100%; border-collapse: separate; border-spacing: 0; background: var(--surface); border: 1px solid var(--line); border-radius: 10px; overflow: hidden; }
th, td { text-align: left; vertical-align: top; font-weight: 400; padding: .55rem .8rem; border-top: 1px solid var(--line); }
thead th { font-weight: 600; border-top: 0; background: var(--sunken); white-space: nowrap; }
th.number, td.number { text-align: right; font-variant-numeric: tabular-nums; }
thead button { border: 0; background: none; padding: 0; font-weight: inherit; }
thead button::after { content: "\\2195"; content: "\\2195" / ""; color: var(--quiet); padding-left: .3rem; font-weight: 400; }
[aria-sort="ascending"] button::after { content: "\\2191"; content: "\\2191" / ""; color: var(--link); }
[aria-sort="descending"] button::after { content: "\\2193"; content: "\\2193" / ""; color: var(--link); }
tbody th { min-width: 13rem; }
td.none { color: var(--quiet); }
tr.details td { border-top: 0; padding-top: 0; font-size: .93em; }
tr.details summary { color: var(--quiet); }
tr.details h3 { font-size: .9rem; margin: .8rem 0 .2rem; }
tr.details li { margin-top: .25rem; }
@media (max-width: 48rem) {
  table, tbody, tr, th, td { display: block; }
  thead { display: block; padding: .4rem; background: var(--sunken); }
  thead tr { display: flex; flex-wrap: wrap; }
  thead th { padding: .2rem .5rem; }
  th, td { border-top: 0; padding: .15rem .8rem; }
  td.number, th.number { text-align: left; }
  tbody th { padding-top: .7rem; border-top: 1px solid var(--line); }
  tbody tr > :last-child { padding-bottom: .7rem; }
  td[data-label]::before { content: attr(data-label) ": "; color: var(--quiet); }
  tbody th { min-width: 0; }
  td small { display: inline-block; padding-left: .4rem; }
  td[data-label="#"] { display: none; }
  td:empty { display: none; }
}
`
