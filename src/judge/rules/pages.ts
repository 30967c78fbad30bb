// Pages and screens that do not show what is expected, by the tool that looks at them.
import { APP_SCREENS } from "./pages-apps.ts";
import { COMPONENTS } from "./pages-components.ts";
import { CYPRESS } from "./pages-cypress.ts";
import { IMAGES } from "./pages-images.ts";
import { PLAYWRIGHT } from "./pages-playwright.ts";
import { PAGES_SAID } from "./pages-said.ts";
import { WEBDRIVER_TOOLS } from "./pages-tools.ts";
import { WEBDRIVER } from "./pages-webdriver.ts";
import type { Rule } from "./rule.ts";

export const PAGES: readonly Rule[] = [
  ...CYPRESS,
  ...PLAYWRIGHT,
  ...WEBDRIVER,
  ...WEBDRIVER_TOOLS,
  ...COMPONENTS,
  ...APP_SCREENS,
  ...IMAGES,
  ...PAGES_SAID,
];
