import { example, type Example } from "../example.ts";

const defect = (rule: string, text: string): Example => example(`defects/${rule}`, "test.defect", "no", text);

export const EXAMPLES: readonly Example[] = [
  defect("raised", "E   NameError: name 'cart' is not defined"),
  defect("raised", "FAILED tests/test_cart.py::test_pay - KeyError: 'total'"),
  defect("raised", "TypeError: Cannot read properties of undefined (reading 'total')"),
  defect("raised", "TypeError: expected string or bytes-like object, got 'NoneType'"),
  defect("raised", "Failure/Error: cart.pay\n\n  NoMethodError:\n    undefined method `pay' for nil:NilClass"),
  defect("raised", "** (FunctionClauseError) no function clause matching in Shop.Cart.pay/1"),
  defect("said", "cart.pay is not a function"),
  defect("said", "Call to a member function pay() on null"),
  defect("said", "'Cart' object has no attribute 'pay'"),
  defect("said", "NoSuchMethod: The method 'pay' was called on null."),
  defect("said", "ErrorException: Argument 1 passed to CartTest::testPay() must be of the type array, none given"),
  defect("go-rust", "panic: assignment to entry in nil map"),
  defect("go-rust", "thread 'tests::pays' panicked at src/cart.rs:9:5:\ncalled `Option::unwrap()` on a `None` value"),
  defect("go-rust", "fatal error: all goroutines are asleep - deadlock!"),
  defect(
    "jvm-dotnet",
    'java.lang.NullPointerException: Cannot invoke "org.shop.Cart.pay()" because "this.cart" is null',
  ),
  defect("jvm-dotnet", "[ERROR]   CartTest.setUp:12 » NullPointer"),
  defect("jvm-dotnet", "System.NullReferenceException : Object reference not set to an instance of an object."),
  defect("generic", "ValueError: invalid literal for int() with base 10: 'x'"),
  defect("generic", "java.lang.IllegalStateException: the cart is closed"),
  defect("generic", "ENOENT: no such file or directory, open '/src/fixtures/cart.json'"),
  // What a test expected to be raised was not raised by it.
  example("none", "unknown", "either", "  Expected constructor: TypeError"),
  defect("jvm-dotnet", 'Cannot invoke "shop.Driver.quit()" because "this.driver" is null'),
];
