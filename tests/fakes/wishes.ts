// A workflow that asks nothing special of the pages.
import type { PageWishes } from "../../src/page.ts";

export const NO_WISHES: PageWishes = { assignees: [], history: null, reportAt: null };
