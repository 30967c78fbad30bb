// One half of the set that HOSTILE_TEXT names, in every scene and every sink.
import { testGiven } from "./given.ts";

testGiven(0, 2);
