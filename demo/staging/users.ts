// Who uses the chat: the people that can log in, and what each may do. A token may name others; they are members.

export interface User {
  readonly id: string;
  readonly email: string;
  readonly role: Role;
}

export type Role = "member" | "admin";

const USERS: readonly User[] = [
  { id: "staging-e2e-user-001", email: "e2e1@example.com", role: "member" },
  { id: "staging-e2e-user-002", email: "e2e2@example.com", role: "member" },
  { id: "staging-e2e-user-003", email: "e2e3@example.com", role: "member" },
  { id: "staging-e2e-admin-001", email: "admin@example.com", role: "admin" },
];

export function userWithEmail(email: unknown): User | undefined {
  return USERS.find((user) => user.email === email);
}

export function roleOf(userId: string): Role {
  return USERS.find((user) => user.id === userId)?.role ?? "member";
}
