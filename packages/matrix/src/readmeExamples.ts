import { readFile } from 'node:fs/promises'

/** Returns the TypeScript examples in the README of a package, in their order. */
export async function readmeExamples(folder: string): Promise<string[]> {
  const readme = await readFile(new URL(`../../${folder}/README.md`, import.meta.url), 'utf8')
  return Array.from(readme.matchAll(/^```tsx?\n([\s\S]*?)^```/gm), ([, text = '']) => text)
}
