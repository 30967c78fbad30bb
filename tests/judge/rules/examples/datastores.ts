// Stores told by their port, by the driver in the stack, or by their name in a sentence.
import { example, type Example } from "../example.ts";

const fails = (rule: string, text: string): Example => example(`datastores/${rule}`, "dep.datastore", "either", text);

export const EXAMPLES: readonly Example[] = [
  fails("named", "Unable to connect to the database: depot"),
  fails("named", "panic: failed to connect to postgres after 10 attempts"),
  fails("named-behind", "The depot says: database connection failed"),
  fails("port-behind", "Error: connect ECONNREFUSED 127.0.0.1:5432"),
  fails("port-behind", "ConnectionRefusedError: [Errno 111] Connect call failed ('10.4.0.7', 5432)"),
  fails("port-behind", "curl: (7) Failed to connect to localhost port 9200: Connection refused"),
  fails("port-behind", "Error: connect ETIMEDOUT 10.4.0.7:1433"),
  fails("port-behind", "dial tcp 10.4.0.7:5432: connect: connection refused"),
  fails("port-before", "java.net.ConnectException: cache/10.4.0.8:6379 - Connection refused"),
  fails(
    "port-field",
    "AggregateError [ECONNREFUSED]:\n  code: 'ECONNREFUSED',\n  syscall: 'connect',\n  address: '::1',\n  port: 5432",
  ),
  fails(
    "driver-in-stack",
    "Error: connect ECONNREFUSED 10.4.0.7:7777\n    at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1611:16)\n    at Client._connect (/app/node_modules/pg/lib/client.js:54:17)",
  ),
  fails(
    "driver-in-stack",
    "java.net.ConnectException: Connection refused\n\tat java.base/sun.nio.ch.Net.pollConnect(Native Method)\n\tat com.mysql.cj.protocol.StandardSocketFactory.connect(StandardSocketFactory.java:155)",
  ),
  fails("host", "Error: getaddrinfo ENOTFOUND redis"),
  // The service's own port, a file with a line, a store that was reached.
  example("connections/refused", "net.refused", "either", "connect ECONNREFUSED 127.0.0.1:3000"),
  fails("named", 'Timeout! Couldn\'t connect to "postgres"'),
  // Services listen there as well, and an assertion only quotes what it awaited.
  example("connections/refused", "net.refused", "either", "Connection refused (localhost:8500)"),
  example(
    "values-named/javascript",
    "assert.value",
    "no",
    'expect(received).toBe(expected)\nExpected: "Redis unavailable"\nReceived: "ok"',
  ),
];
