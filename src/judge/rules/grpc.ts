// Status codes of gRPC, as its libraries print them.
import type { Rule } from "./rule.ts";

export const GRPC: readonly Rule[] = [];
