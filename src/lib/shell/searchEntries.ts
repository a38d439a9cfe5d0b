/** Something that the search finds. */
export interface SearchEntry {
  kind: "page" | "run" | "feature";
  name: string;
  /** From the report's root, without a slash before it. */
  address: string;
  /** Further words that it is found by. */
  words?: string;
}

/**
 * The entries that have all words of a query, in any order and any case, the best first: exact names before beginnings
 * of names, beginnings of words before other parts of names, names before further words; else as they were given.
 */
export function findEntries(entries: readonly SearchEntry[], query: string, limit = 12): SearchEntry[] {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  if (words.length === 0) return entries.filter(({kind}) => kind === "page");
  const ranked = entries.flatMap((entry) => {
    const ranks = words.map((word) => rankOf(entry, word));
    return ranks.includes(Infinity) ? [] : [{entry, rank: ranks.reduce((sum, rank) => sum + rank, 0)}];
  });
  return ranked
    .sort((a, b) => a.rank - b.rank)
    .slice(0, limit)
    .map(({entry}) => entry);
}

/** Lower is better; Infinity where the word is not in the entry. */
function rankOf({name, words = ""}: SearchEntry, word: string): number {
  const text = name.toLowerCase();
  if (text === word) return 0;
  if (text.startsWith(word)) return 1;
  if (text.split(/[^a-z0-9]+/).some((part) => part.startsWith(word))) return 2;
  if (text.includes(word)) return 3;
  if (` ${words.toLowerCase()}`.includes(` ${word}`)) return 4;
  return words.toLowerCase().includes(word) ? 5 : Infinity;
}
