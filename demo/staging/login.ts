// The login: an e-mail address and a password, as JSON or as a form, for a token.

import type { Answer } from "./answer.ts";
import { json } from "./answer.ts";
import type { Fields } from "./body.ts";
import type { Keys } from "./keys.ts";
import { issueToken, unauthenticated } from "./tokens.ts";
import { userWithEmail } from "./users.ts";

export function answerLogin(fields: Fields, keys: Keys): Answer {
  const user = userWithEmail(fields["email"]);
  if (user === undefined || keys.password === "" || fields["password"] !== keys.password) {
    return unauthenticated("wrong e-mail address or password");
  }
  const { token, expiresIn } = issueToken(user.id, keys);
  return json(200, { access_token: token, token_type: "Bearer", expires_in: expiresIn, user_id: user.id });
}
