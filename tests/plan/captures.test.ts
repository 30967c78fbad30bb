// Captured values: who waits for whom because of them, and where they can be used.
import { describe, expect, it } from "vitest";
import { AUTHS, made, TOP } from "./made.ts";
import { opened, told } from "./told.ts";

const MAKER = "  - { name: maker, http: { url: /, capture: { id: $.id } } }\n";
const SOCKET =
  "  - { name: maker, websocket: { url: /ws, expect: [{ a: { capture: { id: $.id } } }, { b: { capture: { other: $.id } } }] } }\n";
const user = (words: string): string => `${TOP}${AUTHS}probes:\n  - { name: user, ${words} }\n${MAKER}`;

describe("a captured value", () => {
  it.each([
    'http: "/${capture.id}"',
    'http: { url: /, headers: { x-id: "${capture.id}" } }',
    'http: { url: /, method: POST, json: { a: [{ b: "${capture.id}" }] } }',
    'http: { url: /, method: POST, form: { a: "${capture.id}" } }',
    'http: { url: /, method: POST, body: "x ${capture.id} y" }',
    'http: { url: /, expect: { json: { $.a: { in: [1, "${capture.id}"] } } } }',
    'http: { url: /, expect: { headers: { x-id: "${capture.id}" }, body: { contains: "${capture.id}" } } }',
    'websocket: { url: "/ws/${capture.id}" }',
    'websocket: { url: /ws, headers: { x-id: "${capture.id}" } }',
    'websocket: { url: /ws, subprotocols: ["ticket.${capture.id}"] }',
    'websocket: { url: /ws, send: "${capture.id}" }',
    'websocket: { url: /ws, expect: [{ a: { match: { $.id: "${capture.id}" } } }] }',
    'websocket: { url: /ws, steps: [{ send: { id: "${capture.id}" } }] }',
    'auth: e2e, websocket: { url: /ws, token-in: message, auth-message: { t: "${token}", id: "${capture.id}" } }',
  ])("makes its probe needed where it is used: %s", (words) => {
    const { probes } = made(user(words));
    expect(probes.map(({ needs }) => needs)).toEqual([[probes[1]?.key], []]);
  });

  it("makes its probe needed once, beside what is needed anyway", () => {
    const file = `${TOP}probes:
${MAKER}  - { name: other, http: { url: /, capture: { more: $.id } } }
  - { name: user, needs: [maker], http: "/\${capture.id}/\${capture.more}/\${capture.id}" }
`;
    const { probes } = made(file);
    expect(probes[2]?.needs).toEqual([probes[0]?.key, probes[1]?.key]);
  });

  it("of an event is used by later steps and events of the same socket", () => {
    const steps = [
      "{ expect: [{ a: { capture: { x: $.id } } }, { b: { match: { $.id: '${capture.x}' }, capture: { y: $.id } } }] }",
      "{ send: ['${capture.x}', '${capture.y}'] }",
      "{ expect: { order: any, events: [{ c: { capture: { z: $.id } } }, { d: { match: { $.id: '${capture.y}' } } }] } }",
      "{ send: '${capture.z}' }",
    ];
    const { probes } = made(`${TOP}probes: [{ name: a, websocket: { url: /ws, steps: [${steps.join(", ")}] } }]\n`);
    expect(probes[0]?.needs).toEqual([]);
    expect(opened(probes[0])).toMatchObject({
      steps: [{}, {}, { message: '["${capture.x}","${capture.y}"]' }, {}, {}],
    });
  });

  it("of an event is used by other probes", () => {
    const { probes } = made(`${TOP}probes:\n${SOCKET}  - { name: user, http: "/\${capture.other}" }\n`);
    expect(probes[1]?.needs).toEqual([probes[0]?.key]);
  });

  it("of several users goes to the same users of another probe", () => {
    const file = (words: string): string => `${TOP}${AUTHS}probes:
  - { name: maker, auth: e2e, users: 2, http: { url: /, capture: { id: $.id } } }
  - { name: user, ${words}, http: "/\${capture.id}" }
`;
    expect(told({ file: file("auth: e2e, users: 2") })).toEqual([]);
    expect(told({ file: file("auth: e2e") })).toEqual([]);
    for (const words of ["auth: bot", "auth: none"]) {
      expect(told({ file: file(words) })).toEqual([
        expect.stringContaining(
          "probes[1].http: 2 users capture a value of their own, and it is not clear whose is meant here",
        ),
      ]);
    }
  });

  it("of one user goes to all", () => {
    const file = `${TOP}${AUTHS}probes:\n${MAKER}  - { name: user, auth: e2e, users: 2, http: "/\${capture.id}" }\n`;
    expect(told({ file })).toEqual([]);
  });

  it("of a probe that could not be read is not told to be missing", () => {
    const file = `${TOP}probes:
  - { name: maker, http: { url: /, expect: 99, capture: { id: $.id } } }
  - { name: user, http: "/\${capture.id}" }
`;
    expect(told({ file })).toEqual([
      expect.stringContaining("probes[0].http.expect: expected a number from 100 to 599"),
    ]);
  });

  it.each([
    'deploy: [{ name: a, ready: { health: "/${capture.id}" } }]',
    'targets: [{ metric: http.size, max: 1, tags: ["${capture.id}"] }]',
    'defaults: { websocket: { subprotocols: ["${capture.id}"], url: /ws } }',
    'name: "${capture.id}"',
    'control: "https://y.example/${capture.id}"',
    'auth: { e2e: { jwt: { secret: "${secrets.KEY}", claims: { a: "${capture.id}" } } } }',
    'auth: { e2e: { bearer: "${secrets.KEY}${capture.id}" } }',
    'auth: { e2e: { login: { post: "/${capture.id}", token: $.t } } }',
  ])("cannot be used in %s", (line) => {
    const file = `${TOP}${line}\nprobes:\n${MAKER}  - { name: ws, websocket: { url: /ws } }\n`;
    expect(told({ file }).length).toBeGreaterThan(0);
    for (const each of told({ file })) expect(each).toContain("${capture.id}");
  });
});
