// Says in one line what is wrong with a value of the file, and where.
import { METRICS } from "../../model/plan.ts";
import { cut } from "../../text/cut.ts";
import { untrusted } from "../../text/untrusted.ts";
import { gotWords, pathText, shown, type Faults } from "./faults.ts";
import { INPUT_NAMES } from "../inputs.ts";
import { nearest } from "../words/nearest.ts";
import type { Misfit } from "../words/shape.ts";
import type { Places } from "./tree.ts";

export function reportMisfit(misfit: Misfit, places: Places, faults: Faults): void {
  const { path, kind, message, value, known } = misfit;
  const key = String(path.at(-1) ?? "");
  switch (kind) {
    case "unknown-key": {
      const isInput = path.length === 1 && INPUT_NAMES.some((name) => name === key);
      if (isInput) {
        faults.add(places.ofKey(path), "an input of the action, not a word of this file", { hint: OF_THE_STEP });
        break;
      }
      const meant = nearest(key, known);
      const hint = meant === null ? `Known here: ${known.join(", ")}.` : null;
      faults.add(places.ofKey(path), message, { didYouMean: boxed(meant), hint });
      break;
    }
    case "missing":
      faults.add({ ...places.ofValue(path), what: untrusted(pathText(path)) }, message, {
        hint: WHAT_IT_IS.get(key) ?? null,
      });
      break;
    case "wrong-key":
      faults.add(places.ofKey(path), message, { found: shown(key), didYouMean: boxed(pathBelow(key, message)) });
      break;
    case "wrong-value": {
      const meant = misfit.meant ?? (typeof value === "string" ? nearest(cut(value, 64), known) : null);
      const found = misfit.secret ? null : shown(value);
      faults.add(places.ofValue(path), message + gotWords(value), { found, didYouMean: boxed(meant) });
      break;
    }
  }
}

const OF_THE_STEP = "Give it with “with:” of the step; at a desk most inputs are flags.";

const WHAT_IT_IS: ReadonlyMap<string, string> = new Map([
  ["version", "Add the line “version: 1”."],
  ["name", "Every part has a name of its own."],
  ["run", "This is the command line."],
  ["reports", "These are the files that the command writes, such as reports/*.xml."],
  ["secret", "This is a reference such as ${secrets.STAGING_JWT_SECRET}."],
  ["token", "This is the JSON path to the token in the answer, such as $.access_token."],
  ["post", "This is the path that a user logs in at, such as /auth/login."],
  ["metric", `This is one of ${METRICS.join(", ")}, or a name of your own.`],
  ["url", "This is an address, or a path below the address at the top."],
]);

// "status" for "$.status" is the slip that everybody makes once.
function pathBelow(key: string, message: string): string | null {
  return message.includes("starts with $") && /^[A-Za-z_]\w{0,60}$/u.test(key) ? `$.${key}` : null;
}

function boxed(word: string | null): ReturnType<typeof untrusted> | null {
  return word === null ? null : untrusted(word);
}
