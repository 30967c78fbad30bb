// What the service says over a WebSocket: the script of one answered message, without sockets or clocks.

export interface ChatEvent {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** Everything that happens after one message of a user, in the order in which it is sent. */
export function eventsOf(message: ChatEvent, userId: string, runId: string, callId: string): readonly ChatEvent[] {
  const agent = typeof message["agent"] === "string" ? message["agent"] : "optimization-1";
  const question = typeof message["text"] === "string" ? message["text"] : "";
  const events: readonly ChatEvent[] = [
    { type: "system_message", text: "message received" },
    { type: "agent_started", agent },
    { type: "agent_thinking", agent, thought: "Which costs grew, and why?" },
    { type: "heartbeat" },
    { type: "agent_thinking", agent, thought: "Two queries explain most of it." },
    { type: "tool_executing", agent, call_id: callId, tool: "cost_analysis" },
    { type: "tool_completed", agent, call_id: callId, tool: "cost_analysis" },
    {
      type: "agent_completed",
      agent,
      content: `Analysis of "${question}": cache the two largest queries.`,
      quality_score: 0.93,
    },
  ];
  return events.map((event) => ({ ...event, run_id: runId, user_id: userId }));
}

export function isToolEvent(event: ChatEvent): boolean {
  return event.type.startsWith("tool_");
}

export function isAgentEvent(event: ChatEvent): boolean {
  return event.type.startsWith("agent_") || isToolEvent(event);
}
