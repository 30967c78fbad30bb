import { example, type Example } from "../example.ts";

const browser = (rule: string, text: string): Example => example(`browsers/${rule}`, "env.tooling", "no", text);

export const EXAMPLES: readonly Example[] = [
  browser(
    "missing",
    "browserType.launch: Executable doesn't exist at /root/.cache/ms-playwright/chromium-1091/chrome-linux/chrome",
  ),
  browser("missing", "Error: Could not find Chrome (ver. 119.0.6045.105)."),
  browser("missing", "Host system is missing dependencies to run browsers."),
  browser("missing", "No binary for ChromeHeadless browser on your platform."),
  browser("missing", "Expected browser binary location, but unable to find binary in default location"),
  browser("missing", "unknown error: cannot find Chrome binary"),
  browser("missing", "The cypress npm package is installed, but the Cypress binary is missing."),
  browser("missing", "Browser: chrome was not found on your system or is not supported by Cypress."),
  browser("driver-missing", "WebDriverException: Message: 'chromedriver' executable needs to be in PATH."),
  browser(
    "driver-missing",
    "The path to the driver executable must be set by the webdriver.gecko.driver system property",
  ),
  browser(
    "driver-missing",
    "selenium.common.exceptions.NoSuchDriverException: Message: Unable to obtain driver for chrome",
  ),
  browser("no-session", "session not created: This version of ChromeDriver only supports Chrome version 114"),
  browser("no-session", "unknown error: DevToolsActivePort file doesn't exist"),
  browser("no-session", "org.openqa.selenium.WebDriverException: chrome not reachable"),
  browser(
    "no-session",
    "Could not start a new session. Possible causes are invalid address of the remote server or browser start-up failure.",
  ),
  browser("no-session", "An unknown server-side error: A new session could not be created"),
  browser("gone", "page.click: Target page, context or browser has been closed"),
  browser("gone", "ProtocolError: Protocol error (Runtime.callFunctionOn): Target closed."),
  browser("gone", "Error: Failed to launch the browser process!"),
  browser("gone", "Navigation failed because browser has disconnected!"),
  browser("gone", "ChromeHeadless have not captured in 60000 ms, killing."),
  browser("gone", "Cannot start ChromeHeadless"),
  browser("display", "Your system is missing the dependency: Xvfb"),
  browser("display", "_tkinter.TclError: no display name and no $DISPLAY environment variable"),
  browser("display", "java.awt.HeadlessException"),
  browser("display", "(chrome:12): Gtk-WARNING **: cannot open display: :99"),
  browser("device", "adb: no devices/emulators found"),
  browser("device", "xcodebuild: error: Unable to find a destination matching the provided destination specifier"),
  // The runner closed the page at its own limit; the service itself has sessions too.
  example("none", "unknown", "either", "failed to create session for user 7"),
];
