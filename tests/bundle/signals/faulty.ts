// A preload for the bundle: an error that nobody is there to catch, at the moment when the log says a certain word.
import { writeFileSync } from "node:fs";
import { join } from "node:path";

export const WAYS = {
  "a timer": `setTimeout(() => { throw new Error("out of nowhere"); });`,
  "a promise": `Promise.reject(new Error("out of nowhere"));`,
  "an emitter": `setImmediate(() => new EventEmitter().emit("error", new Error("out of nowhere")));`,
} as const;

/** Variables that load it. */
export function preload(folder: string, way: keyof typeof WAYS, word: string): Readonly<Record<string, string>> {
  const path = join(folder, "preload.mjs");
  writeFileSync(
    path,
    `import { EventEmitter } from "node:events";
const write = process.stdout.write.bind(process.stdout);
let isDone = false;
process.stdout.write = (text, ...rest) => {
  const isNow = !isDone && String(text).includes(${JSON.stringify(word)});
  if (isNow) { isDone = true; ${WAYS[way]} }
  return write(text, ...rest);
};
`,
  );
  return { NODE_OPTIONS: `--import=${path}` };
}
