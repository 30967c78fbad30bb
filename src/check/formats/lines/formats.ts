// Formats that are read line by line, those with the most telling lines first.
import type { LineFormat } from "../test-case.ts";
import { dart } from "./dart.ts";
import { goTest } from "./go-test.ts";
import { tap } from "./tap.ts";

export const LINE_FORMATS: readonly LineFormat[] = [goTest, dart, tap];
