import type { Access, Finding, HeldLock } from '../../model/finding.ts'
import { isKnown, nameOf } from '../../model/goroutine.ts'
import { isRace } from '../../model/rule.ts'
import { userFrameOf } from '../../model/origin.ts'
import { locksAreKnown } from '../terminal/locks.ts'
import { describeSide, operationOf } from '../terminal/words.ts'
import { sourceLines } from './excerpt.ts'
import { plural } from '../text.ts'
import { html, type Markup } from './markup.ts'
import type { Page } from './page.ts'
import { place } from './place.ts'
import { stackList } from './stack.ts'

/** Both sides: which is which is told by their colour and by where they stand, here as in the timeline. */
export function bothSides(finding: Finding, page: Page): Markup {
  const [newer, ...others] = finding.accesses
  const [whenNewer, whenOlder] = isRace(finding.rule) ? ['The newer access, which noticed it', 'The earlier access'] : ['The access', 'The access before']
  return html`<div class="sides">
${side(newer, { order: 'newer', when: whenNewer }, finding, page)}
${others.map((older) => side(older, { order: 'earlier', when: whenOlder }, finding, page))}
</div>`
}

function side(access: Access, { order, when }: { readonly order: 'newer' | 'earlier'; readonly when: string }, finding: Finding, page: Page): Markup {
  const frame = userFrameOf(access, page.origin)
  if (access.label !== undefined) return labelled(access, order, page)
  return html`<section class="side ${order}">
<h4><span class="when">${when}</span>
<strong>${operationOf(access)}</strong> by <strong class="goroutine">${nameOf(access.goroutine)}</strong>${frame && html` at ${place(frame, page.origin)}`}</h4>
${access.stack.length > 0 || isKnown(access.goroutine) ? details(access, finding, page) : html`<p class="quiet">MapSan knows that there was this access, and no longer whose.</p>`}
</section>`
}

/** A place that a lint rule names: nothing ran there. */
function labelled(access: Access, order: 'newer' | 'earlier', { origin, excerpts }: Page): Markup {
  const frame = userFrameOf(access, origin)
  return html`<section class="side ${order}">
<h4><strong>${describeSide(access)}</strong>${frame && html` at ${place(frame, origin)}`}</h4>
${frame && frame.function !== '' && html`<p class="quiet">in <code class="function">${frame.function}</code></p>`}
${sourceLines(frame, excerpts)}
</section>`
}

function details(access: Access, finding: Finding, page: Page): Markup {
  const { expression, stack, observed } = access
  const frame = userFrameOf(access, page.origin)
  const otherName = expression !== undefined && expression !== finding.map.expression ? expression : undefined
  return html`${sourceLines(frame, page.excerpts)}
${otherName !== undefined && html`<p>The map is called <code>${otherName}</code> here.</p>`}
${locksAreKnown(access, finding) && locks(access.locks, page)}
${observed && observed.count > 1 && html`<p class="quiet">${plural(observed.count, 'access', 'accesses')} counted at this place, by at least ${plural(observed.goroutines, 'goroutine')}.</p>`}
<h5>Stack</h5>
${stackList(stack, frame, page.origin)}
${startOf(access, page)}`
}

function locks(held: readonly HeldLock[], page: Page): Markup {
  if (held.length === 0) return html`<p class="locks none">Holding no lock</p>`
  return html`<ul class="locks">${held.map((lock) => html`<li>${heldLock(lock, page)}</li>`)}</ul>`
}

function heldLock({ name, address, mode, acquiredAt }: HeldLock, { origin }: Page): Markup {
  const frame = userFrameOf({ stack: acquiredAt }, origin)
  const known = address === undefined ? html`a lock` : html`lock <code>${address}</code>`
  const lock = name === undefined ? known : html`<code>${name}</code>${address !== undefined && html` <span class="quiet">(${address})</span>`}`
  return html`Holding ${lock} for ${mode === 'read' ? 'reading' : 'writing'}${frame && html`, taken at ${place(frame, origin)}`}`
}

function startOf({ goroutine }: Access, { origin }: Page): Markup {
  const { id, name, createdBy } = goroutine
  if (id === 1) return html`<p>Goroutine 1 is the main goroutine.</p>`
  if (id === 0 && createdBy.length === 0) return html``
  return html`<h5>Where it was started</h5>
${name !== undefined && id !== 0 && html`<p>${nameOf(goroutine)} is ${name}</p>`}
${stackList(createdBy, createdBy[0], origin)}`
}
