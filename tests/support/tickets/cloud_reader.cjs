// Reads texts in Jira's notation as Jira Cloud's own editor does, and says what a reader then sees.
// stdin: a JSON list of texts a line. stdout: a line for each, the blocks of each text as [kind, text].
const { WikiMarkupTransformer } = require('@atlaskit/editor-wikimarkup-transformer')

const BLOCKS = new Set(['heading', 'paragraph', 'codeBlock', 'mediaGroup', 'rule'])

function shown(node) {
  if (node.type === 'text') return node.text
  if (node.type === 'hardBreak') return '\n'
  if (node.type === 'media') return `[file ${node.attrs.id}]`
  const inside = (node.content ?? []).map(shown).join('')
  return inside || (node.attrs?.text ? `[${node.type} ${node.attrs.text}]` : '')
}

function* blocks(node, cell) {
  if (BLOCKS.has(node.type)) yield [cell || node.type, shown(node)]
  else for (const each of node.content ?? []) yield* blocks(each, /^table(Cell|Header)$/.test(node.type) ? node.type : cell)
}

const reader = new WikiMarkupTransformer()
require('readline').createInterface({ input: process.stdin }).on('line', (line) => {
  const read = JSON.parse(line).map((text) => [...blocks(reader.parse(text, {}).toJSON(), '')])
  process.stdout.write(JSON.stringify(read) + '\n')
})
