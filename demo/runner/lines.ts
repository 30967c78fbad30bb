// Output into lines as .NET's ReadLine sees them: LF, CR and CRLF each end a line, so a lone CR starts a new one.
import { StringDecoder } from "node:string_decoder";

export interface LineReader {
  take(chunk: Buffer): void;
  /** The rest, when the stream has ended without a line end. */
  end(): void;
}

export function readLines(onLine: (line: string) => void): LineReader {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  let afterCr = false;

  const feed = (text: string): void => {
    let from = 0;
    for (let index = 0; index < text.length; index += 1) {
      const character = text.charAt(index);
      if (character === "\n" && afterCr && index === from && rest === "") {
        // The second half of CRLF.
        from = index + 1;
      } else if (character === "\n" || character === "\r") {
        onLine(rest + text.slice(from, index));
        rest = "";
        from = index + 1;
      }
      afterCr = character === "\r";
    }
    rest += text.slice(from);
  };

  return {
    take: (chunk) => {
      feed(decoder.write(chunk));
    },
    end: () => {
      feed(decoder.end());
      if (rest !== "") onLine(rest);
      rest = "";
    },
  };
}
