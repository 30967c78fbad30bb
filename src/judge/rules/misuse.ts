// A test that is set up wrongly: its fixtures, mocks, steps, hooks and selectors, in the words of the runners.
import { anyOf } from "./grammar.ts";
import type { Rule } from "./rule.ts";

export const MISUSE: readonly Rule[] = [
  {
    id: "misuse/pytest",
    class: "test.defect",
    confidence: "certain",
    pattern: anyOf(
      "imu",
      /\bfixture '[^'\n]{1,100}' not found\b|\bFixture "[^"\n]{1,100}" called directly\b|\bFixtures are not meant to be called directly\b|\bScopeMismatch\b|\brecursive dependency involving fixture\b/u,
      /\bnot found in `markers` configuration option\b|\bfunction uses no (?:argument|fixture)\b|\bfunction has no argument\b|\bduplicate (?:parametrization|argument) \b|\basync def functions are not natively supported\b|\bin "parametrize" the number of\b/u,
    ),
  },
  {
    // Mocha, Jest, Vitest, Jasmine, AVA, node:test, Playwright, Cypress, WebdriverIO.
    id: "misuse/javascript",
    class: "test.defect",
    confidence: "certain",
    pattern: anyOf(
      "imu",
      /\bdone\(\) (?:called multiple times|invoked with non-Error)|\bResolution method is overspecified\b|\bInvalid Chai property\b|\bMatcher error\b|\b(?:must|needs to) be a (?:mock or )?spy\b|\bmust be a mock\b/u,
      /\bcannot spy (?:the|on)\b|\balready (?:been spied upon|wrapped|stubbed)\b|\battempted to wrap\b|\bCannot stub non-existent\b|\bspyOn: \w|\bmethod does not exist\b[^\n]{0,20}\bspy|\bout-of-scope variables\b/u,
      /\b[a-z]\w{1,30}\.[a-z]\w{1,40}: [a-z]\w{0,40}(?:\.\w{1,40}){0,4}: expected (?:string|number|boolean|object|array|integer|float|function|RegExp|one of [^\n]{1,120}), got (?:undefined|null|string|number|boolean|object|array|function)\b/u,
      /\bTests? cannot be nested\b|\bHooks? cannot be defined inside tests?\b|\bduplicate test (?:title|name|id)\b|\bhas unknown parameter "|\bshould only be used in '\w{1,20}' function\b|\bis not a valid test\b/u,
      /\bCannot call [`'"]?cy\.|\boutside a running test\b|\breturned a promise from a command\b|\bwas not handled in the setupNodeEvents\b|\bcan only be called after \b|[`'"]?\bcy\.\w{1,30}\(\)[`'"]? (?:failed because it requires|can only accept|only accepts|requires|must (?:only )?be|cannot be|was called|received an invalid)/u,
      /\bevent loop has already resolved\b|\bPromise returned by \w{1,20} never resolved\b|\bfinished without running any assertions\b|\bCannot log after tests are done\b|\bJest environment has been torn down\b|\bensure all promises are awaited\b|\bafter calling quit\(\)|\bdid you call WebDriver\.quit\b|\bCannot navigate to invalid URL\b|^[^\S\n]{0,20}(?:Error: )?[\w.]{1,60}: Test (?:ended|finished)\.?\s*$/u,
    ),
  },
  {
    // Mockito, JUnit, TestNG, Spring's context, xUnit, NUnit, MSTest.
    id: "misuse/jvm-dotnet",
    class: "test.defect",
    confidence: "certain",
    pattern: anyOf(
      "iu",
      /\b(?:Unnecessary|Unfinished|Strict)\w{0,20}(?:Stubbing|Verification)\w{0,20}Exception\b|\bPotentialStubbingProblem\b|\bNotAMockException\b|\bNullInsteadOfMockException\b|\bInvalidUseOfMatchersException\b|\bWrongTypeOfReturnValue\b|\bMissingMethodInvocationException\b|\bMockitoException\b|\bCannotStub\w{1,60}/u,
      /\b(?:ParameterResolution|PreconditionViolation|TestInstantiation|ExtensionConfiguration)Exception\b|\bInvalidTestClassError\b|\bexactly one public (?:zero-argument )?constructor\b|\bMethod \w{1,200}\(?\)? (?:should|must) (?:be (?:public|void|static)|have no parameters)\b/u,
      /\bdepends on nonexistent (?:method|group)|\bData ?Provider\b[^\n]{0,120}\b(?:mismatch|not found|no such|must return)|\bTestNGException\b/u,
      /\b(?:NoSuchBeanDefinition|UnsatisfiedDependency|NoUniqueBeanDefinition)Exception\b|\bmatching fixture data\b|\bdoes not have (?:the )?correct signature\b|\bUnable to get default constructor\b|\bInvalid setup on (?:a )?non-|\bNo parameterless constructor\b|\bwere supplied in the @\w{1,30} annotation\b|\bhas no public constructor\b|\bMethodCannotBeConfiguredException\b/u,
    ),
    unless: /Could not resolve placeholder|Connection refused|CommunicationsException/u,
  },
  {
    // Cucumber in its languages, behave, Robot, Codeception, SpecFlow.
    id: "misuse/steps",
    class: "test.defect",
    confidence: "certain",
    pattern: anyOf(
      "imu",
      /\bUndefined steps?\b|\b\d{1,6} (?:steps?|scenarios?) \((?:[^)\n]{0,60}, ?)?\d{1,6} undefined\b|\b\d{1,6} steps? undefined\b|\bimplement (?:missing steps|step definitions for undefined steps)\b|\bUndefined\. Implement with the following snippet\b|\bUndefinedStepException\b/u,
      /\b(?:No (?:matching )?|Missing |Ambiguous )step ?definitions?\b|\bMultiple step definitions match\b|\bAmbiguous(?:StepDefinitions?)?(?:Exception)?\b[^\n]{0,80}\bstep|\bstep implementation (?:not found|missing)\b|\bUnimplemented step\b|\bstep '[^'\n]{1,200}' is undefined\b/u,
      /\bNo keyword with name '[^'\n]{1,200}' found\b|\bVariable '[$@&%]\{[^}\n]{1,100}\}' not found\b|\bKeyword '[^'\n]{1,200}' (?:expected|missing|got) /u,
    ),
  },
  {
    // A selector or query that the test wrote and nothing can read.
    id: "misuse/selector",
    class: "test.defect",
    confidence: "certain",
    pattern:
      /\binvalid selector\b|\bInvalidSelector(?:Exception|Error)\b|\bnot a valid (?:selector|XPath expression)\b|\bSyntax error, unrecognized expression\b|\bwhile parsing (?:css )?selector\b|\b(?:Unknown|unknown) engine "|\bMalformed selector\b|\bUnsupported locator strategy\b/iu,
  },
];
