// Links to logs on the page: whatever a service is called and a file says, a link leads to its own host and nowhere else.
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import { expect, it } from "vitest";
import { renderComment } from "../../src/report/comment.ts";
import { logsOf } from "../../src/report/logs.ts";
import { linkTarget } from "../../src/report/slug.ts";
import { makeReport } from "../../src/report/view.ts";
import { untrusted } from "../../src/text/untrusted.ts";
import { command, cycle, deployment } from "../fakes/checks.ts";
import { stop, tell } from "./telling.ts";

interface Node {
  readonly type: string;
  readonly children?: readonly Node[];
  readonly url?: string;
}

function linksIn(markdown: string): readonly string[] {
  const tree: Node = fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
  const visit = ({ url, children = [] }: Node): readonly string[] => [
    ...(url === undefined ? [] : [url]),
    ...children.flatMap(visit),
  ];
  return visit(tree);
}

const LOGS = "https://logs.example/s?service=${deploy.name}&from=${failure.from}";
const failed = (name: string, logs = LOGS) =>
  cycle([], {
    logs: untrusted(logs),
    deployments: [deployment({ name: untrusted(name), command: command({ exitCode: 1 }) })],
    readiness: [],
    suites: [],
  });

it.each([
  "backend",
  "x) [evil](https://evil.example",
  "a|b\\",
  "`code`",
  "<img src=x>",
  "](https://evil.example)",
  "www.evil.example",
  "\u202e\u0000\n# out",
  "&from=0#",
])("a service called %j has one link, to the host of the file", (name) => {
  const page = renderComment(makeReport(tell({ cycle: failed(name), decision: stop("broken") })));
  const [log, run, ...others] = linksIn(page);
  expect(others).toEqual([]);
  expect(run).toMatch(/^https:\/\/github\.example\/.*\/runs\/4711$/u);
  expect(log).toMatch(/^https:\/\/logs\.example\/s\?service=[\w.%'*!~-]+&from=2026-05-28T[\w%.]+$/u);
});

it("signs of Markdown in the file's own address are only written in another way", () => {
  const [link] = logsOf(failed("backend", "https://logs.example/a(b)/c|d?q=[x]`y`"));
  expect(link).toEqual({ text: "Logs", url: "https://logs.example/a%28b%29/c%7Cd?q=%5Bx%5D%60y%60" });
});

it.each([
  ["https://logs.example/x", "https://logs.example/x"],
  ["http://127.0.0.1:4000/x", "http://127.0.0.1:4000/x"],
  ["http://logs.example/x", null],
  ["javascript:alert(1)", null],
  ["data:text/html,x", null],
  ["not an address", null],
])("%s leads to %s", (url, target) => {
  expect(linkTarget(untrusted(url))).toBe(target);
});

it("nothing failed, nothing is linked", () => {
  expect(logsOf(cycle([], { logs: untrusted(LOGS) }))).toEqual([]);
});
