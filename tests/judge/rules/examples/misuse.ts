import { example, type Example } from "../example.ts";

const misuse = (rule: string, text: string): Example => example(`misuse/${rule}`, "test.defect", "no", text);

export const EXAMPLES: readonly Example[] = [
  misuse("pytest", "E       fixture 'shop' not found\n>       available fixtures: cache, capfd"),
  misuse(
    "pytest",
    "ScopeMismatch: You tried to access the function scoped fixture shop with a session scoped request object",
  ),
  misuse("javascript", "Error: done() called multiple times in test <Cart pays>"),
  misuse("javascript", "Matcher error: received value must be a mock or spy function"),
  misuse("javascript", 'Error: duplicate test title "pays", first declared in cart.spec.ts:4'),
  misuse("javascript", "CypressError: `cy.click()` failed because it requires a DOM element."),
  misuse("javascript", "TypeError: Attempted to wrap pay which is already wrapped"),
  misuse("javascript", "Promise resolution is still pending but the event loop has already resolved"),
  misuse(
    "javascript",
    "org.openqa.selenium.NoSuchSessionException: Session ID is null. Using WebDriver after calling quit()?",
  ),
  misuse("jvm-dotnet", "org.mockito.exceptions.misusing.UnnecessaryStubbingException: Unnecessary stubbings detected."),
  misuse(
    "jvm-dotnet",
    "org.junit.jupiter.api.extension.ParameterResolutionException: No ParameterResolver registered for parameter",
  ),
  misuse("jvm-dotnet", "java.lang.Exception: Test class should have exactly one public zero-argument constructor"),
  misuse("jvm-dotnet", "The following constructor parameters did not have matching fixture data: ShopFixture shop"),
  misuse(
    "jvm-dotnet",
    "org.springframework.beans.factory.NoSuchBeanDefinitionException: No qualifying bean of type 'org.shop.Cart' available",
  ),
  misuse("steps", "Undefined. Implement with the following snippet:"),
  misuse("steps", "1 scenario (1 undefined)\n3 steps (1 undefined, 2 passed)"),
  misuse("steps", "No keyword with name 'Pay Cart' found."),
  misuse("steps", "io.cucumber.junit.UndefinedStepException: The step 'I pay' is undefined"),
  misuse(
    "selector",
    "InvalidSelectorException: Message: invalid selector: Unable to locate an element with the xpath expression //[",
  ),
  misuse("selector", "Error: Syntax error, unrecognized expression: #cart[["),
  misuse("javascript", "Error: page.waitForTimeout: timeout: expected number, got undefined"),
];
