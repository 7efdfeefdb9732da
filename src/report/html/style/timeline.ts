/** The drawing of what both goroutines did. Its letters keep their size; a screen that is too narrow scrolls. */
export const timeline = `
.scroll { overflow-x: auto; margin-top: .6rem; border: 1px solid var(--line); border-radius: 8px; background: var(--sunken); }
svg.timeline { display: block; min-width: 36rem; font: 13px system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", Arial, sans-serif; fill: var(--text); }
.timeline .newer { --side: var(--newer); }
.timeline .earlier { --side: var(--earlier); }
.timeline text.lane { font-weight: 650; fill: var(--side); }
.timeline line.lane { stroke: var(--side); stroke-width: 2; }
.timeline .mark { fill: var(--side); stroke: var(--sunken); stroke-width: 2; }
.timeline .mark.hollow { fill: var(--sunken); stroke: var(--side); }
.timeline .race .mark { fill: var(--danger); }
.timeline .race .what { font-weight: 650; fill: var(--danger); }
.timeline .hold { fill: var(--side); }
.timeline .hold.read { fill: var(--sunken); stroke: var(--side); stroke-width: 1.5; stroke-dasharray: 3 2; }
.timeline .where { font: 11px ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; fill: var(--quiet); }
.timeline .time { font-size: 11px; fill: var(--quiet); paint-order: stroke; stroke: var(--sunken); stroke-width: 5; }
.timeline line.race { stroke: var(--danger); stroke-width: 2; stroke-dasharray: 5 4; }
.timeline .go { fill: none; stroke: var(--quiet); stroke-width: 1.5; }
.events { margin-top: .5rem; font-size: .93em; }
.events summary { color: var(--quiet); }
`
