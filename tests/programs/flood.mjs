// Prints one of the things that a log must survive.
import { writeSync } from "node:fs";

const [, , what = "", size = "1000000"] = process.argv;
const print = {
  line: () => "x".repeat(Number(size)),
  escape: () => `before \u001b[${"9".repeat(Number(size))}`,
  commands: () =>
    [
      "::error file=a.ts,line=1::forged",
      "  ::set-output name=passed::true",
      "\u00a0::add-mask::true",
      "\u0085::stop-commands::token",
      "10%\r::add-mask::a",
      "x ##[error]forged",
      "##[add-mask]b",
      "\u001b[31m::warning::behind a colour",
      "a\u2028::debug::line separator",
      "::ADD-MASK::c",
    ].join("\n"),
  broken: () => Buffer.from([0x61, 0xff, 0xfe, 0xc3, 0x0a, 0x62]),
}[what];

let bytes = Buffer.from(print?.() ?? "");
while (bytes.length > 0) {
  try {
    bytes = bytes.subarray(writeSync(1, bytes, 0, Math.min(bytes.length, 65_536)));
  } catch (error) {
    if (error.code !== "EAGAIN") throw error;
  }
}
