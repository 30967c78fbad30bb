// Gives each annotation its place: the files that a stack or a report names may lie anywhere, or nowhere.
import type { Annotation } from "./model/runner.ts";
import type { World } from "./model/world.ts";
import type { Draft } from "./report/annotations.ts";

/** Each at the first of its places that is a file of the workspace. */
export async function placed(drafts: readonly Draft[], { files }: World): Promise<readonly Annotation[]> {
  return await Promise.all(
    drafts.map(async ({ places, ...annotation }): Promise<Annotation> => {
      for (const { file, line } of places) {
        const there = await files.locate(file);
        if (there !== null) return { ...annotation, place: { file: there, line } };
      }
      return { ...annotation, place: null };
    }),
  );
}
