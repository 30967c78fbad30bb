// Loaded into an action's process on a machine whose clock shows another day: dates and the times of files are shifted alike.
// How far is in the address that it is loaded by: machine-clock.mjs?shift=<milliseconds>.
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

const shiftMs = Number(new URL(import.meta.url).searchParams.get("shift"));
const RealDate = Date;
const now = () => RealDate.now() + shiftMs;

globalThis.Date = new Proxy(RealDate, {
  construct: (target, given, asked) => Reflect.construct(target, given.length === 0 ? [now()] : given, asked),
  apply: () => new RealDate(now()).toString(),
  get: (target, name, receiver) => (name === "now" ? now : Reflect.get(target, name, receiver)),
});

const TIMES = ["atimeMs", "mtimeMs", "ctimeMs", "birthtimeMs"];

function shifted(stats) {
  for (const name of TIMES) if (typeof stats?.[name] === "number") stats[name] += shiftMs;
  return stats;
}

for (const name of ["statSync", "lstatSync", "fstatSync"]) {
  const real = fs[name];
  fs[name] = (...given) => shifted(real(...given));
}
for (const name of ["stat", "lstat"]) {
  const real = fs.promises[name];
  fs.promises[name] = async (...given) => shifted(await real(...given));
}
const handle = await fs.promises.open(import.meta.filename);
const kind = Object.getPrototypeOf(handle);
const realStat = kind.stat;
kind.stat = async function stat(...given) {
  return shifted(await realStat.apply(this, given));
};
await handle.close();
syncBuiltinESMExports();
