/** What JavaScript adds to the page: search and sort of its tables, a choice of light or dark, and all of it on paper. */
export const script = String.raw`'use strict'

for (const table of document.querySelectorAll('table[data-sortable]')) {
  const items = Array.from(table.querySelectorAll('[data-item]'))
  const parent = items[0]?.parentNode
  if (!parent) continue
  makeSortable(table, items, parent)
  makeSearchable(table, items)
}

function makeSortable(table, items, parent) {
  const headings = Array.from(table.tHead.rows[0].cells)
  headings.forEach((heading, column) => {
    const button = document.createElement('button')
    button.type = 'button'
    button.append(...heading.childNodes)
    heading.append(button)
    button.addEventListener('click', () => {
      const numeric = heading.classList.contains('number')
      const order = nextOrder(heading.getAttribute('aria-sort'), numeric)
      for (const other of headings) other.removeAttribute('aria-sort')
      heading.setAttribute('aria-sort', order)
      const sign = order === 'ascending' ? 1 : -1
      const keyed = items.map((item, index) => ({ item, index, key: keyOf(item, column, numeric) }))
      keyed.sort((a, b) => (a.key < b.key ? -sign : a.key > b.key ? sign : a.index - b.index))
      parent.append(...keyed.map(({ item }) => item))
    })
  })
}

// Whoever sorts by a number wants to see the largest first.
function nextOrder(order, numeric) {
  if (order === null) return numeric ? 'descending' : 'ascending'
  return order === 'ascending' ? 'descending' : 'ascending'
}

function keyOf(item, column, numeric) {
  const row = item instanceof HTMLTableRowElement ? item : item.rows[0]
  const cell = row.cells[column]
  return numeric ? Number(cell.dataset.value) : cell.textContent.toLowerCase()
}

function makeSearchable(table, items) {
  const box = document.querySelector('[data-search="' + table.id + '"]')
  const input = box.querySelector('input')
  const output = box.querySelector('output')
  const texts = items.map((item) => item.textContent.toLowerCase())
  const search = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean)
    let found = 0
    items.forEach((item, index) => {
      const matches = words.every((word) => texts[index].includes(word))
      item.hidden = !matches
      if (matches) found += 1
    })
    output.textContent = words.length > 0 ? found + ' of ' + items.length : ''
  }
  input.addEventListener('input', search)
  box.hidden = false
  // A browser that goes back keeps what was typed.
  search()
}

// On a phone the middle of a drawing says most.
for (const box of document.querySelectorAll('.scroll')) box.scrollLeft = (box.scrollWidth - box.clientWidth) / 2

const root = document.documentElement
const theme = document.getElementById('theme')
const systemIsDark = matchMedia('(prefers-color-scheme: dark)')

function isDark() {
  return root.dataset.theme === undefined ? systemIsDark.matches : root.dataset.theme === 'dark'
}

function showTheme() {
  theme.textContent = isDark() ? 'Light' : 'Dark'
  theme.setAttribute('aria-label', 'Use ' + (isDark() ? 'light' : 'dark') + ' colours')
}

// Storage may be forbidden for files; then the choice holds for this page.
function stored(use) {
  try {
    return use(localStorage)
  } catch {
    return null
  }
}

const chosen = stored((storage) => storage.getItem('mapsan-theme'))
if (chosen === 'dark' || chosen === 'light') root.dataset.theme = chosen
theme.addEventListener('click', () => {
  root.dataset.theme = isDark() ? 'light' : 'dark'
  stored((storage) => storage.setItem('mapsan-theme', root.dataset.theme))
  showTheme()
})
systemIsDark.addEventListener('change', showTheme)
theme.hidden = false
showTheme()

addEventListener('beforeprint', () => {
  for (const details of document.querySelectorAll('details:not([open])')) {
    details.open = true
    details.dataset.printed = ''
  }
})
addEventListener('afterprint', () => {
  for (const details of document.querySelectorAll('details[data-printed]')) {
    details.open = false
    delete details.dataset.printed
  }
})
`
