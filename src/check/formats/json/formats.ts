// Formats that are one JSON value, those with the most telling shape first.
import type { JsonFormat } from "../test-case.ts";
import { ctrf } from "./ctrf.ts";
import { cucumber } from "./cucumber.ts";
import { jest } from "./jest.ts";
import { mocha } from "./mocha.ts";
import { mochawesome } from "./mochawesome.ts";
import { playwright } from "./playwright.ts";
import { rspec } from "./rspec.ts";

export const JSON_FORMATS: readonly JsonFormat[] = [playwright, ctrf, jest, rspec, mochawesome, mocha, cucumber];
