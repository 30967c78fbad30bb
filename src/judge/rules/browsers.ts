// Browsers, their drivers, devices and displays: missing, of the wrong version, or gone.
import { anyOf } from "./grammar.ts";
import type { Rule } from "./rule.ts";

export const BROWSERS: readonly Rule[] = [
  {
    // Playwright, Puppeteer, Cypress, Karma, Selenium, Testem: there is no such browser on the machine.
    id: "browsers/missing",
    class: "env.tooling",
    confidence: "certain",
    pattern: anyOf(
      "iu",
      /\bexecutable doesn'?t exist at\b|\bwas just installed or updated\b|\bdownload new browsers\b|\bmissing dependencies to run browsers\b|\b(?:Chromium|Firefox|Browser) revision is not downloaded\b/u,
      /\b(?:could not|couldn't|cannot|can't|unable to|failed to) (?:find|locate) (?:an? |any |the |expected |installed |matching )?(?:google )?(?:chrom(?:e|ium)|firefox|ms ?edge|microsoft edge|webkit|safari|browser)\b(?! (?:session|window|context|tab|log))/u,
      /\bcannot find \w{1,30} binary\b|\bunable to find (?:\w{1,30} )?binary\b|\bexpected browser binary location\b|\bno binary for \w{1,40}\b/u,
      /\b(?:specified |requested )?browser\b[^\n]{0,80}\bnot (?:found|installed) on (?:your|the|this) (?:system|machine)\b|\bentered an invalid browser name\b|\bbrowser ["'`]?\w{2,30}["'`]? (?:could not be|cannot be|was not) found\b|\bChromium distribution '[^'\n]{1,40}' is not found\b/u,
      /\bCypress (?:binary|executable)\b[^\n]{0,60}\b(?:missing|not found|not executable)\b|\bNo version of Cypress is installed\b|\bCypress (?:verification timed out|failed to start)\b/u,
    ),
  },
  {
    id: "browsers/driver-missing",
    class: "env.tooling",
    confidence: "certain",
    pattern: anyOf(
      "iu",
      /\b(?:chromedriver|geckodriver|msedgedriver|edgedriver|iedriverserver|safaridriver|operadriver|driver executable)\b[^\n]{0,50}\b(?:needs to be in PATH|wrong permissions|does not exist|doesn't exist|not executable)\b/u,
      /\bpath to the driver executable must be set\b|\bpath to the driver executable The path\b|\bunable to obtain (?:driver|chromedriver|geckodriver|msedgedriver|working Selenium Manager)\b|\bNoSuchDriverException\b|\bunable to locate or obtain driver\b|\b(?:could not|couldn't|cannot|unable to|failed to) (?:find|locate) (?:the )?(?:chromedriver|geckodriver|msedgedriver|edgedriver|selenium manager)\b/u,
      /\b(?:timed out|timeout) waiting for (?:the )?(?:driver|chromedriver|geckodriver) (?:server|service)?|\bdriver service\b[^\n]{0,60}\b(?:timed out|unexpectedly exited|failed to start)|\bService \S{0,200}driver\S{0,20} unexpectedly exited\b/u,
      /\b(?:chromedriver|geckodriver|msedgedriver) (?:version \S{1,40} )?(?:was not found|not found|is missing|could not be found|cannot be found)\b/u,
    ),
  },
  {
    id: "browsers/no-session",
    class: "env.tooling",
    confidence: "certain",
    pattern: anyOf(
      "iu",
      /\bsession not created\b|\bSessionNotCreated(?:Exception|Error)\b|\b(?:could not|unable to|failed to|cannot) (?:start|create) (?:a |the )?(?:new (?:remote |browser )?|remote |webdriver |appium |browser )session\b|\bUnable to create new service: /u,
      /\bretrieving a new session\b|\bnew session could not be created\b|\bDevToolsActivePort file doesn'?t exist\b|\b(?:chrome|firefox|browser) not reachable\b/u,
      /\bThis version of \w{1,40}(?: \w{1,20}){0,3} (?:only supports|has not been tested)\b|\bversion must be between \d/u,
      /\bPlaywright version mismatch\b|\bunable to find (?:a )?matching (?:set of )?capabilit|\buser data directory is already in use\b|\b(?:WebDriver\w{0,20}|Message): (?:unknown error: )?invalid session id\b|\bInvalidSessionId\w{0,10}|\bNoSuchSession(?:Error|Exception)\b/u,
    ),
    // The test closed it itself.
    unless: /after calling quit|did you call WebDriver\.quit/u,
  },
  {
    // A browser that could not start, or is gone under a test. When the runner closes it at its own time limit, the
    // limit is the fault.
    id: "browsers/gone",
    class: "env.tooling",
    confidence: "probable",
    pattern: anyOf(
      "iu",
      /\b(?:page|context|browser)(?:, (?:page|context|browser))? ?(?:or browser)? has been closed\b|\bTargetClosedError\b|\bTarget closed\b|\bBrowser closed\.|\bBrowser (?:has been|was) closed\b/u,
      /\bbrowser has disconnected\b|\bSession closed\. Most likely\b|\bnot connected to DevTools\b|\bUnreachableBrowserException\b|\bError communicating with the remote browser\b/u,
      /\bfailed to (?:launch|start|connect to|spawn) (?:the )?(?:\w{1,30} )?(?:browser|chrom(?:e|ium)|chromeheadless|firefox|edge|webkit)\b|\bbrowserType\.launch\w{0,30}: |\bunable to launch (?:the )?browser\b|\bspecified browser connections\b|\bis not a browser alias\b|\bUnable to create the \w{1,30}Driver process\b/u,
      /\b(?:cannot|can't|could not) (?:start|launch|open) (?:\w{1,30} )?(?:chrom(?:e|ium)\w{0,20}|firefox\w{0,20}|edge\w{0,20}|browser)\b|\b(?:Chrome|Firefox|Browser) failed to start\b|\bhave not captured in \d{1,9} ms\b/u,
      /\bwe were unable to connect to the browser\b|\bCypress failed to (?:make a connection|connect) to (?:the )?(?:Chrome|browser)/u,
    ),
    unless: /\bTest timeout of \d|\bTest ended\b|\btest timeout\b|ERR_CONNECTION|ERR_NAME_/iu,
  },
  {
    id: "browsers/display",
    class: "env.tooling",
    confidence: "certain",
    pattern: anyOf(
      "iu",
      /\b(?:cannot|can't|could not|couldn't|unable to|failed to) (?:open|connect to) (?:the )?(?:X ?11 )?(?:display|X server|window server|x11)\b|\bCan't connect to X11\b|\bcould not connect to display\b/u,
      /\bMissing X server or \$DISPLAY\b|\bno display name and no \$DISPLAY\b|\bno DISPLAY (?:environment )?variable\b|\bNo X11 DISPLAY variable\b|\bHeadlessException\b/u,
      /\bXvfb\b[^\n]{0,80}\b(?:missing|failed|exited|not found|not installed|error|could not|unable)|\b(?:missing|failed|could not|unable)\b[^\n]{0,80}\bXvfb\b|\bcould not load the Qt platform plugin\b/u,
    ),
  },
  {
    // Emulators, simulators and what talks to them.
    id: "browsers/device",
    class: "env.tooling",
    confidence: "probable",
    pattern: anyOf(
      "iu",
      /\bno (?:connected|online|booted|supported|available) devices?\b|\bno devices\/emulators found\b|\b(?:adb|error): device (?:offline|not found|unauthorized|'[^'\n]{1,80}' not found)|\bcould not find a connected Android device\b/u,
      /\b(?:timed out|timeout|failed)\b[^\n]{0,40}\b(?:emulator|simulator|avd) (?:to )?(?:boot|start)|\b(?:unable|failed) to boot (?:the |device |simulator )|\bno (?:simulators?|emulators?|AVDs?) (?:found|available|named)|\bunknown AVD name\b|\bemulator: (?:ERROR|PANIC)\b|\bCould not find '\w{1,30}' in \[/u,
      /\bUnable to find a (?:destination|device) matching\b|\bno supported devices connected\b|\badb(?: server)?\b[^\n]{0,60}\b(?:didn't ACK|failed to start|killing)/u,
    ),
  },
];
