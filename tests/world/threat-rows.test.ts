// Every row of the threats and faults of the network has its cases: so many at least, each with the row's name in front.
import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

/** F: the HTTP and WebSocket client · ST, TL, DN: staging over HTTP, TLS and DNS · WS: staging over WebSockets. */
const ROWS: Readonly<Record<string, number>> = {
  F1: 4,
  F2: 4,
  F3: 1,
  F4: 4,
  F5: 2,
  F6: 3,
  F7: 2,
  F8: 3,
  F9: 3,
  F10: 1,
  F11: 10,
  F12: 4,
  F13: 2,
  ST1: 1,
  ST2: 1,
  ST3: 1,
  ST4: 2,
  ST5: 1,
  ST6: 2,
  ST7: 1,
  ST8: 1,
  ST9: 1,
  ST10: 8,
  ST11: 4,
  ST12: 3,
  ST13: 1,
  ST14: 1,
  ST15: 4,
  ST16: 6,
  ST17: 5,
  ST18: 5,
  ST19: 7,
  ST20: 1,
  ST21: 3,
  ST22: 3,
  ST23: 1,
  ST24: 1,
  ST25: 1,
  ST26: 1,
  ST27: 1,
  TL1: 2,
  TL2: 2,
  TL3: 1,
  TL4: 2,
  TL5: 2,
  TL6: 3,
  TL7: 1,
  DN1: 2,
  DN2: 1,
  DN3: 2,
  DN4: 3,
  WS1: 1,
  WS2: 1,
  WS3: 1,
  WS4: 9,
  WS5: 1,
  WS6: 3,
  WS7: 3,
  WS8: 2,
  WS9: 10,
  WS10: 9,
  WS11: 1,
  WS12: 3,
  WS13: 12,
  WS14: 3,
  WS15: 3,
  WS16: 2,
  WS17: 1,
  WS18: 1,
  WS19: 8,
  WS20: 5,
  WS21: 1,
  WS22: 1,
  WS23: 1,
};

it("every row has a test for each of its cases, and every test names a row that there is", () => {
  const folder = new URL("./", import.meta.url);
  const titles = readdirSync(folder)
    // What runs with every change; the measurements of cost are beside it.
    .filter((name) => name.endsWith(".test.ts") && !name.endsWith(".full.test.ts"))
    .flatMap((name) => [...readFileSync(new URL(name, folder), "utf8").matchAll(/"(?<row>[A-Z]{1,2}\d+): /gu)]);
  const counts = new Map(Object.keys(ROWS).map((row) => [row, 0]));
  for (const { groups } of titles) {
    const row = groups?.["row"] ?? "";
    counts.set(row, (counts.get(row) ?? 0) + 1);
  }
  expect([...counts.keys()]).toEqual(Object.keys(ROWS));
  expect([...counts].filter(([row, count]) => count < (ROWS[row] ?? 0))).toEqual([]);
});
