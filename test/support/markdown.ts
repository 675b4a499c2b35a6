import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Folders whose markdown is not ours, or is made by a build. */
const FOREIGN = new Set(['node_modules', 'dist', '.git', '.cache', 'coverage']);

/** Every markdown file of the project, relative to its root, with `/`. Sorted. */
export function markdownFiles(folder = ''): readonly string[] {
  const found = readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return FOREIGN.has(entry.name) ? [] : markdownFiles(path);
    return entry.isFile() && entry.name.endsWith('.md') ? [path] : [];
  });
  return found.sort();
}

export function readMarkdown(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}

/** The text without fenced blocks, line by line, so that samples are not taken for prose. */
export function proseLines(text: string): readonly { readonly line: number; readonly text: string }[] {
  let fence: string | null = null;
  return text.split('\n').flatMap((line, index) => {
    const mark = /^\s*(```+|~~~+)/.exec(line)?.[1] ?? null;
    if (fence === null && mark !== null) fence = mark;
    else if (fence !== null && mark !== null && mark.startsWith(fence)) fence = null;
    else if (fence === null) return [{ line: index + 1, text: line }];
    return [];
  });
}

export interface Link {
  readonly line: number;
  readonly target: string;
}

/** Inline links and images; code spans are left out. */
export function links(text: string): readonly Link[] {
  return proseLines(text).flatMap(({ line, text: prose }) => {
    const plain = prose.replaceAll(/`[^`]*`/g, '``');
    return [...plain.matchAll(/\]\(([^()\s]+)(?:\s+"[^"]*")?\)/g)].map(([, target = '']) => ({
      line,
      target,
    }));
  });
}

/** The anchors that GitHub gives to headings: lower case, punctuation dropped, spaces to hyphens, repeats counted. */
export function anchors(text: string): ReadonlySet<string> {
  const seen = new Map<string, number>();
  const found = new Set<string>();
  for (const { text: line } of proseLines(text)) {
    const heading = /^#{1,6}\s+(.+?)\s*#*$/.exec(line)?.[1];
    for (const [, id = ''] of line.matchAll(/<a (?:id|name)="([^"]+)">/g)) found.add(id);
    if (heading === undefined) continue;
    const shown = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').replaceAll(/<[^>]*>/g, '');
    const slug = shown
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
      .replaceAll(' ', '-');
    const repeat = seen.get(slug) ?? 0;
    seen.set(slug, repeat + 1);
    found.add(repeat === 0 ? slug : `${slug}-${String(repeat)}`);
  }
  return found;
}
