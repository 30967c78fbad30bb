// The XML formats that are read, in the order in which they are asked whether a root element is theirs.
import type { XmlFormat } from "../test-case.ts";
import { junit } from "./junit.ts";
import { nunit2 } from "./nunit2.ts";
import { nunit3 } from "./nunit3.ts";
import { testng } from "./testng.ts";
import { trx } from "./trx.ts";
import { xunitNet } from "./xunit-net.ts";

export const XML_FORMATS: readonly XmlFormat[] = [junit, trx, xunitNet, nunit3, nunit2, testng];
