import { example, type Example } from "../example.ts";

const blocked = (rule: string, text: string): Example => example(`not-run/${rule}`, "test.blocked", "either", text);

export const EXAMPLES: readonly Example[] = [
  blocked(
    "dependency",
    "java.lang.Throwable: Method CartTest.pay()[pri:0, instance:shop.CartTest@1b2c3d] depends on not successfully finished methods",
  ),
  blocked("dependency", "tests/test_cart.py::test_pay SKIPPED (test_pay depends on test_login)"),
  blocked("dependency", "SKIPPED CONFIGURATION: @BeforeMethod openShop"),
  blocked("dependency", '1) ShopTest::testPay\nThis test depends on "ShopTest::testLogin" to pass.'),
  blocked(
    "dependency",
    " 5/12 Test #36: shop_pay ..................................***Not Run   0.00 sec\nFailed test dependencies: shop_start",
  ),
  blocked("dependency", "InconclusiveTestException: A dependency has failed: LoginTests.Login"),
  blocked(
    "stopped",
    "Because this error occurred during a `before each` hook we are skipping the remaining tests in the current suite: `Cart`",
  ),
  blocked("stopped", "tests/test_flow.py::test_pay XFAIL (previous test failed (test_login))"),
  blocked("stopped", 'Stage "Smoke" skipped due to earlier failure(s)'),
  blocked("stopped", "Critical failure occurred and exit-on-failure mode is in use."),
  blocked("stopped", "Parent suite setup failed:\nStart Shop"),
  blocked("stopped", 'The job was canceled because "node_20" failed.'),
  blocked("stopped", "test did not finish before its parent and was cancelled"),
  blocked("stopped", "This job was not run because a job that it needs has failed."),
  blocked("stopped", "pay: blocked by failed dependency login"),
  blocked("counted", "  1 failed\n    [chromium] › cart.spec.ts:4:1 › pays\n  3 did not run\n  12 passed (8.1s)"),
  blocked(
    "counted",
    "[INFO] Shop: API .......................................... SKIPPED\n[INFO] Shop: UI ........................................... SKIPPED",
  ),
  blocked("counted", "//shop/cart:cart_test                                            NO STATUS"),
  blocked("counted", "5 tests, 0 failures, 5 invalid"),
  blocked("counted", "`--fail-fast` is on. At least 5 test files were not run."),
  blocked(
    "dependency-beside",
    "org.shop.OddException: the shelf is empty\nSKIPPED CONFIGURATION: @AfterMethod closeShop",
  ),
  blocked(
    "stopped-beside",
    "CypressCloudError: [strange] x\n\nBecause this error occurred during a `before all` hook we are skipping all of the remaining tests.",
  ),
  blocked("assumption", "org.junit.AssumptionViolatedException: got: <false>, expected: is <true>"),
  blocked("skipped", "> Task :shop:integrationTest SKIPPED"),
  blocked("skipped", "Bail out! the shop is closed"),
  // What failed is shown: it is the fault.
  example(
    "browsers/no-session",
    "env.tooling",
    "no",
    "SKIPPED CONFIGURATION: @BeforeMethod setUp\norg.openqa.selenium.SessionNotCreatedException: session not created",
  ),
  example(
    "defects/raised",
    "test.defect",
    "no",
    "TypeError: api.login is not a function\n\nBecause this error occurred during a `before all` hook we are skipping all of the remaining tests.",
  ),
  blocked(
    "stopped",
    "SynchronizedBeforeSuite failed on Ginkgo parallel process #1\n#1 failed.  This suite will now abort.",
  ),
  blocked("counted", "beforeAll; 14 tests did not execute"),
  example(
    "not-run/stopped",
    "test.blocked",
    "either",
    "Then the invoice is sent\n-> skipped because of previous errors",
  ),
  example(
    "not-run/stopped-beside",
    "test.blocked",
    "either",
    "java.lang.IllegalStateException: ApplicationContext failure threshold (1) exceeded: skipping repeated attempt to load context for [MergedContextConfiguration@1a2b testClass = shop.CartIT]",
  ),
  example(
    "not-run/stopped",
    "test.blocked",
    "either",
    "t/00-seed.t ..\nBailout called.  Further testing stopped:  no database",
  ),
];
