/** On paper all is open and light, and nothing is left to press. */
export const print = `
@media print {
  :root, :root[data-theme] { color-scheme: light; }
  body { max-width: none; font-size: 11pt; background: none; }
  .top button, .skip, nav, .search { display: none; }
  .finding, .side, table, .rule { break-inside: auto; }
  h2, h3, h4, tr { break-after: avoid; break-inside: avoid; }
  details::details-content { content-visibility: visible; block-size: auto; }
  .source { white-space: pre-wrap; }
  .scroll { overflow: visible; }
  svg.timeline { min-width: 0; }
}
`
