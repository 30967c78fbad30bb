// The words that name a place: in a JSON value, or among the files of the workspace.
import { JSON_PATH_JSON, readJsonPath, readSinglePath, SINGLE_PATH_JSON } from "./json-path.ts";
import { matching } from "./leaves.ts";
import { leaf, type Reading, type Shape } from "./shape.ts";

/** One place or several. */
export const jsonPath: Shape<string> = leaf((value) => ofText(value, readJsonPath), JSON_PATH_JSON);

/** One place. */
export const singlePath: Shape<string> = leaf((value) => ofText(value, readSinglePath), SINGLE_PATH_JSON);

/** A file below the workspace. It is read before references are known, so it has none. */
export const workspaceFile: Shape<string> = matching(
  /^(?=\s*\S)(?![/\\~]|[A-Za-z]:|(?:[\s\S]*[/\\])?\.\.(?:[/\\]|$)|[\s\S]*\$\{)[^\p{Cc}*?]*$/u,
  "expected the path of a file below the workspace, without references",
  "file",
);

function ofText(value: unknown, read: (text: string) => Reading<string>): Reading<string> {
  return typeof value === "string" ? read(value) : { expected: "expected a JSON path such as $.status" };
}
