// The place in the project that is nearest to a failure, read from its stack: the first frame that is no library's.
import type { Frame } from "../model/brief.ts";
import type { Failure } from "../model/check.ts";
import { untrusted, type Untrusted } from "../text/untrusted.ts";
import { bothEnds, linesOf } from "./plain.ts";

/** A place in the project: the path from where the repository was checked out, as the stack tells it; lines from 1. */
export interface ProjectFrame {
  readonly file: Untrusted;
  readonly line: number;
}

/** null: no line of the text is a frame of the project. */
export function projectFrame(detail: Untrusted): ProjectFrame | null {
  return nearestIn(linesOf(bothEnds(detail), LONGEST));
}

/** In all that a failure says; else the file that the report names, of which nobody knows the line. */
export function frameOf(
  { message, detail }: Pick<Failure, "message" | "detail">,
  file: Untrusted | null,
): Frame | null {
  const lines = [message, ...(detail === null ? [] : [detail])].flatMap((text) => linesOf(bothEnds(text), LONGEST));
  return nearestIn(lines) ?? (file === null ? null : { file, line: null });
}

function nearestIn(lines: readonly string[]): ProjectFrame | null {
  for (const { of, nearest } of STACKS) {
    const frames = lines.flatMap((line) => frameIn(of.exec(line)));
    const found = nearest === "first" ? frames[0] : frames.at(-1);
    if (found !== undefined) return found;
  }
  return null;
}

/** Longer lines are no frame that anybody wrote for people. */
const LONGEST = 400;

interface Stack {
  /** Groups `file` and `line`. */
  readonly of: RegExp;
  /** Where the failure is: Python tells it last, all others first. */
  readonly nearest: "first" | "last";
}

const STACKS: readonly Stack[] = [
  // Python, and pytest's own short form.
  { of: /^\s{0,20}File "(?<file>[^"]{1,300})", line (?<line>\d{1,7})/u, nearest: "last" },
  { of: /^(?<file>[^\s:"]{1,300}\.py):(?<line>\d{1,7}):/u, nearest: "last" },
  // .NET
  { of: /\bin (?<file>\S.{0,300}\.(?:cs|fs|vb)):line (?<line>\d{1,7})$/u, nearest: "first" },
  // Java, Kotlin, Scala: packages of the language and of the runners are no place in the project.
  {
    of: /^\s{0,20}at (?!(?:[\w.@-]{1,40}\/{1,2})?(?:java|javax|jdk|sun|kotlin|kotlinx|scala|groovy|worker\.org\.gradle|com\.(?:sun|intellij|codeborne|microsoft\.playwright)|io\.(?:cucumber|kotest|ktor|netty|restassured)|okhttp3|reactor|org\.(?:junit|testng|assertj|hamcrest|gradle|apache|springframework|mockito|codehaus|openqa))\b)[\w.$<>/@-]{1,300}\((?<file>\w{1,100}\.(?:java|kt|scala|groovy)):(?<line>\d{1,7})\)/u,
    nearest: "first",
  },
  // JavaScript: in brackets behind a name, alone, or behind the sign of Vitest.
  {
    of: /^\s{0,20}(?:at |\u276f ).{0,200}?(?:file:\/\/)?(?<file>(?:[A-Z]:)?[^\s()":]{1,300}\.[cm]?[jt]sx?):(?<line>\d{1,7}):\d{1,7}\)?$/u,
    nearest: "first",
  },
  // Go, Rust, Ruby, PHP, Dart, Swift, Elixir
  {
    of: /^[\s#\d]{0,20}(?:Error Trace:\s{1,8}|at |from |panicked at |thread .{1,80} panicked at )?(?<file>[^\s:()"']{1,300}\.(?:go|rs|rb|php|dart|swift|exs?))[:( ](?<line>\d{1,7})/u,
    nearest: "first",
  },
];

const LIBRARY =
  /node_modules|site-packages|dist-packages|^node:|^internal\/|^<|\/hostedtoolcache\/|^\/usr\/|\/rustc\/|\.cargo\/registry|\/pkg\/mod\/|\/gems\/|\/vendor\/|\/lib\/python\d|^\/_\/|^package:(?:test|flutter|matcher)|^dart:/u;

function frameIn(found: RegExpExecArray | null): readonly ProjectFrame[] {
  const { file = "", line = "" } = found?.groups ?? {};
  if (file === "" || Number(line) === 0 || LIBRARY.test(file.replaceAll("\\", "/"))) return [];
  return [{ file: untrusted(file.replace(WORKSPACE, "")), line: Number(line) }];
}

/** Where runners check a repository out. */
const WORKSPACE = /^(?:.{0,200}\/_?work\/[^/]{1,100}\/[^/]{1,100}\/|[A-Z]:\\a\\[^\\]{1,100}\\[^\\]{1,100}\\|\.\/)/u;
