// The smallest parts of a record's form.
import * as v from "valibot";
import { isUntrusted, type Untrusted } from "../text/untrusted.ts";

export const foreign = v.custom<Untrusted>(isUntrusted);
export const foreignOrNull = v.nullable(foreign);
export const number = v.pipe(v.number(), v.finite());
export const numberOrNull = v.nullable(number);
export const key = v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/u));
export const sha = v.pipe(v.string(), v.regex(/^[0-9a-f]{40}$/u));
/** Of ours or of the team's own: "net.dns", "app.quota"; also a family. */
export const classId = v.pipe(v.string(), v.regex(/^[a-z.-]{1,40}$/u));
export const word = v.pipe(v.string(), v.regex(/^[\w .,:;()'"/-]{1,300}$/u));
