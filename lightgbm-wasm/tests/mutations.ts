/** Damages a text as files are damaged: cut off, with characters, numbers or lines changed, lost or repeated. */
export function mutate(text: string, next: () => number): string {
  const below = (limit: number): number => Math.floor(next() * limit);
  const at = below(text.length);
  const mutations = [
    () => text.slice(0, at),
    () => text.slice(0, at) + text.slice(at + 1 + below(40)),
    () => text.slice(0, at) + characters[below(characters.length)] + text.slice(at + 1),
    () => text.slice(0, at) + characters[below(characters.length)] + text.slice(at),
    () => text.slice(0, at) + text.slice(at, at + below(400)) + text.slice(at),
    () => replaceNumber(text, at, numbers[below(numbers.length)]),
    () => replaceNumber(text, at, numbers[below(numbers.length)]),
    () => changeLines(text, (lines) => lines.splice(below(lines.length), 1)),
    () => changeLines(text, (lines) => lines.splice(below(lines.length), 0, lines[below(lines.length)])),
    () =>
      changeLines(text, (lines) => {
        const [a, b] = [below(lines.length), below(lines.length)];
        [lines[a], lines[b]] = [lines[b], lines[a]];
      })
  ];
  const damaged = mutations[below(mutations.length)]();
  return next() < 0.2 && damaged !== "" ? mutate(damaged, next) : damaged;
}

const characters = [..."0123456789-+.,e= :[]\n\r\0\tx\u00fc", "", "\n\n", "Tree=", "=="];
const numbers = [
  "0",
  "-1",
  "1",
  "2",
  "-2",
  "3",
  "9",
  "12",
  "255",
  "999999999",
  "-999999999",
  "4294967296",
  "1e400",
  "nan"
];

/** Puts another number in place of the next one from `at` on. */
function replaceNumber(text: string, at: number, number: string): string {
  const rest = text.slice(at);
  return text.slice(0, at) + rest.replace(/(?<=[ =:])-?[\d.e+-]+/, number);
}

function changeLines(text: string, change: (lines: string[]) => unknown): string {
  const lines = text.split("\n");
  change(lines);
  return lines.join("\n");
}
